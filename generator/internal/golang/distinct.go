package golang

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// distinct returns an error when two things of a plan that stand side by side have one
// name: they came with one wire name too, which a reader has let through. What would not
// compile is not written.
func (p *plan) distinct() error {
	var types []naming.Ident
	for _, s := range p.Structs {
		types = append(types, s.Name)
		if err := distinctFields(s); err != nil {
			return err
		}
	}
	for _, op := range p.Params {
		types = append(types, op.Params.Name)
		if err := distinctFields(op.Params); err != nil {
			return err
		}
	}
	for _, e := range p.Enums {
		types = append(types, e.Name)
		var members []naming.Ident
		for _, m := range e.Members {
			members = append(members, m.Name)
		}
		if err := apart(e.Name.String(), "members", members); err != nil {
			return err
		}
	}
	for _, u := range p.Unions {
		types = append(types, u.Name)
	}
	return apart("the package", "types", types)
}

func distinctFields(s structPlan) error {
	for _, list := range [][]fieldPlan{s.Fields, s.Related} {
		var fields []naming.Ident
		for _, f := range list {
			fields = append(fields, f.Name)
		}
		if err := apart(s.Name.String(), "fields", fields); err != nil {
			return err
		}
	}
	return nil
}

// apart returns an error when two of the names are one.
func apart(owner, what string, names []naming.Ident) error {
	seen := map[naming.Ident]bool{}
	for _, n := range names {
		if seen[n] {
			return fmt.Errorf("%s would have two %s called %s: the description has two of one name", owner, what, n)
		}
		seen[n] = true
	}
	return nil
}
