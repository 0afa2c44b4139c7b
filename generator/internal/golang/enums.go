package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// enumPlan is an enumeration.
type enumPlan struct {
	Name    naming.Ident
	Wire    string // qualified name
	Home    home
	Doc     []string
	Members []memberPlan
	Number  goType       // of its values; nil when they are strings
	Numbers bool         // the number of a member can stand for its name, as OData has it
	Bits    naming.Ident // the table of its flags; zero unless it is one of flags

	Values   funcPlan
	Parse    funcPlan // not of numbers
	IsKnown  funcPlan // a method, as Validate
	Validate funcPlan

	Has, With, Flags funcPlan // of flags

	InURLs bool // keys and functions have it
}

// isLong reports whether the members have a file apart from the functions.
func (e enumPlan) isLong() bool { return e.Number == nil && 5*len(e.Members) > maxLines }

// memberPlan is a member of an enumeration.
type memberPlan struct {
	Name   naming.Ident
	Doc    []string
	Wire   string
	Number int64
}

func (p *planner) enumName(e *api.Enum) naming.Ident { return p.pkg.Of("type " + e.Name.String()) }

// wantEnum asks for the names in the package that stand beside the enumeration.
func (p *planner) wantEnum(w *wants, e *api.Enum) {
	name, key := p.enumName(e), p.entryOf(e.Name)
	w.add("parse "+key, naming.Kind("Parse").Plus(name), naming.Kind("Parse").Plus(name).Plus(naming.Kind("Name")))
	w.add("values "+key, name.Plus(naming.Kind("Values")), name.Plus(naming.Kind("Members")))
	if e.Flags {
		w.add("flags "+key, naming.Unexported(name).Plus(naming.Kind("Flags")), naming.Unexported(name).Plus(naming.Kind("FlagValues")))
	}
	var members []string
	for _, m := range e.Values {
		members = append(members, m.Name)
	}
	style := p.style("style of "+key, "style of "+key, p.knowsType(e.Name), members, p.styles.members)
	for _, m := range e.Values {
		want := naming.Want{Key: "member " + key + " " + m.Name, Rank: 1, Keep: m.GoName != ""}
		switch {
		case e.Numbers || m.GoName != "":
			want.Names = numberNames(name, m)
		default:
			plain := name.Plus(naming.Exported(m.Name))
			want.Names = []naming.Ident{plain, name.Plus(naming.Spelled(m.Name)), plain.Plus(naming.Kind("Value"))}
			if !style.Fits(m.Name) {
				want.Rank, want.Keep = 2, true
			}
		}
		*w = append(*w, want)
	}
}

// numberNames are the names of a member of an enumeration of numbers, or of one
// that the document gives a name.
func numberNames(enum naming.Ident, m api.EnumValue) []naming.Ident {
	names := []naming.Ident{enum.Number(m.Name), enum.Plus(naming.Kind("Value")).Number(m.Name)}
	if m.GoName != "" {
		hinted := enum.Plus(naming.Exported(m.GoName))
		names = append([]naming.Ident{hinted, hinted.Number(m.Name)}, names...)
	}
	return names
}

func (p *planner) enumPlan(e *api.Enum) enumPlan {
	name, key := p.enumName(e), p.entryOf(e.Name)
	values, parse := p.pkg.Of("values "+key), p.pkg.Of("parse "+key)
	out := enumPlan{
		Wire: e.Name.String(),
		Name: name,
		Home: p.homeOf(e.Name, name),
		Doc:  docOf(fmt.Sprintf("%s is the enumeration %s.", name, e.Name), e.Doc),
		Values: funcPlan{
			values, prose(fmt.Sprintf("%s returns the members in the order of the description.", values)),
			takes().returns(sliceOf{namedType(name)}),
		},
		Parse: funcPlan{
			parse, prose(fmt.Sprintf("%s returns the member called name, and an error when there is none.", parse)),
			takes(param{Name: naming.Kind("name"), Type: stringType}).returns(namedType(name), errorType),
		},
		IsKnown: funcPlan{
			naming.Kind("IsKnown"),
			[]string{"IsKnown reports whether v is one of the members. Services may add others."},
			takes().returns(boolType),
		},
		Validate: funcPlan{
			naming.Kind("Validate"),
			[]string{"Validate returns an error when v is not one of the members."},
			takes().returns(errorType),
		},
	}
	if e.Numbers {
		out.Number = primitiveType(e.Underlying)
	}
	out.Numbers = !e.Numbers && e.Underlying != ""
	if e.Flags {
		p.planFlags(&out, key)
	}
	if p.inURLs[e] && e.Name.Namespace != "" {
		out.InURLs = true
	}
	for _, m := range e.Values {
		name := p.pkg.Of("member " + key + " " + m.Name)
		out.Members = append(out.Members, memberPlan{Name: name, Doc: fieldDoc(api.Doc{Text: m.Doc.Text, Deprecated: m.Doc.Deprecated}), Wire: m.Name, Number: m.Value})
	}
	return out
}

// planFlags plans what an enumeration of flags has besides: a value of it can be several
// members.
func (p *planner) planFlags(out *enumPlan, key string) {
	flags := param{Name: naming.Kind("flags"), Type: namedType(out.Name), Variadic: true}
	out.Bits = p.pkg.Of("flags " + key)
	out.IsKnown.Doc = prose("IsKnown reports whether v is a member, or several with commas between. Services may add others.")
	out.Has = funcPlan{naming.Kind("Has"), []string{"Has reports whether v has all of the flags."}, takes(flags).returns(boolType)}
	out.With = funcPlan{naming.Kind("With"), []string{"With returns v with the flags."}, takes(flags).returns(namedType(out.Name))}
	out.Flags = funcPlan{naming.Kind("Flags"), []string{"Flags returns the members that v is made of."}, takes().returns(sliceOf{namedType(out.Name)})}
}

// emitEnum emits the type of an enumeration, its members and what checks them.
func (f *file) emitEnum(e enumPlan) {
	if e.Number != nil {
		f.emitNumbers(e)
		return
	}
	f.decl(e.Doc, jen.Type().Add(id(e.Name)).String())
	if !e.isLong() {
		f.emitMembers(e)
	}
	f.emitValues(e)
	f.emitParse(e)
	f.emitIsKnown(e)
	f.emitEnumMethod(e.Name, e.Validate, jen.Return(f.wire("ValidateEnum").Call(jen.Id("v"))))
	if e.Bits != (naming.Ident{}) {
		f.emitFlags(e)
	}
	if e.InURLs {
		f.decl([]string{"WireName is the name of the enumeration in URLs."}, jen.Func().Params(id(e.Name)).Id("WireName").Params().String().
			Add(inline(jen.Return(jen.Lit(e.Wire)))))
	}
}

// emitFlags emits the table of flags, and what makes and takes apart values of it:
//
//	var rightsFlags = []wire.EnumFlag[Rights]{
//		{Member: RightsRead, Bits: 1},
//	}
//
//	func (v Rights) Has(flags ...Rights) bool { return wire.HasFlags(v, flags, rightsFlags) }
func (f *file) emitFlags(e enumPlan) {
	var rows []jen.Code
	for _, m := range e.Members {
		rows = append(rows, jen.Values(jen.Id("Member").Op(":").Add(id(m.Name)), jen.Id("Bits").Op(":").Lit(int(m.Number))))
	}
	f.decl(nil, jen.Var().Add(id(e.Bits)).Op("=").Index().Add(f.wire("EnumFlag")).Types(id(e.Name)).Add(lines("{", "}", rows)))
	f.emitEnumMethod(e.Name, e.Has, jen.Return(f.wire("HasFlags").Call(jen.Id("v"), jen.Id("flags"), id(e.Bits))))
	f.emitEnumMethod(e.Name, e.With, jen.Return(f.wire("JoinFlags").Call(jen.Id("v"), jen.Id("flags"), id(e.Bits))))
	f.emitEnumMethod(e.Name, e.Flags, jen.Return(f.wire("FlagsOf").Call(jen.Id("v"), id(e.Bits))))
}

// emitNumbers emits an enumeration of numbers:
//
//	type Level int32
//
//	const (
//		// Level1 is 1.
//		Level1 Level = 1
//	)
func (f *file) emitNumbers(e enumPlan) {
	f.decl(e.Doc, jen.Type().Add(id(e.Name)).Add(f.typ(e.Number)))
	var body []jen.Code
	for _, m := range e.Members {
		body = append(body, comment(m.Doc, id(m.Name).Add(id(e.Name)).Op("=").Lit(int(m.Number))))
	}
	f.decl([]string{"The members of " + e.Name.String() + "."}, jen.Const().Defs(body...))
	f.emitValues(e)
	f.emitIsKnown(e)
	f.emitEnumMethod(e.Name, e.Validate, jen.Return(f.wire("ValidateNumber").Call(jen.Id("v"))))
}

// emitMembers emits
//
//	// The members of Status.
//	const (
//		// StatusActive means ...
//		StatusActive Status = "active"
//	)
func (f *file) emitMembers(e enumPlan) {
	var body []jen.Code
	for _, m := range e.Members {
		body = append(body, comment(m.Doc, id(m.Name).Add(id(e.Name)).Op("=").Lit(m.Wire)))
	}
	f.decl([]string{"The members of " + e.Name.String() + "."}, jen.Const().Defs(body...))
}

// emitValues emits
//
//	func StatusValues() []Status {
//		return []Status{
//			StatusActive,
//		}
//	}
func (f *file) emitValues(e enumPlan) {
	f.emitFunc(e.Values, jen.Return(jen.Index().Add(id(e.Name)).Add(lines("{", "}", memberNames(e.Members)))))
}

// emitParse emits
//
//	func ParseStatus(name string) (Status, error) {
//		return odata.ParseEnum(Status(name))
//	}
func (f *file) emitParse(e enumPlan) {
	f.emitFunc(e.Parse, jen.Return(f.wire("ParseEnum").Call(id(e.Name).Call(jen.Id("name")))))
}

// emitIsKnown emits
//
//	func (v Status) IsKnown() bool {
//		switch v {
//		case
//			StatusActive:
//			return true
//		}
//		return false
//	}
//
// Of OData, wire.IsEnumNumber(string(v)) takes the place of false; of flags, wire.IsFlags(v).
func (f *file) emitIsKnown(e enumPlan) {
	known := jen.Case(jen.Custom(jen.Options{Open: "\n", Separator: ",\n"}, memberNames(e.Members)...)).Block(jen.Return(jen.True()))
	if len(e.Members) == 0 {
		known = jen.Null()
	}
	other := jen.False()
	switch {
	case e.Bits != (naming.Ident{}):
		other = f.wire("IsFlags").Call(jen.Id("v"))
	case e.Numbers:
		other = f.wire("IsEnumNumber").Call(jen.String().Call(jen.Id("v")))
	}
	f.emitEnumMethod(e.Name, e.IsKnown, jen.Switch(jen.Id("v")).Block(known), jen.Return(other))
}

// emitEnumMethod emits a method of the values of an enumeration:
//
//	func (v Status) Validate() error { return odata.ValidateEnum(v) }
func (f *file) emitEnumMethod(recv naming.Ident, fn funcPlan, body ...jen.Code) {
	f.decl(fn.Doc, jen.Func().Params(jen.Id("v").Add(id(recv))).Add(id(fn.Name)).Add(f.sig(fn.Signature)).Block(body...))
}

func memberNames(members []memberPlan) []jen.Code {
	out := make([]jen.Code, len(members))
	for i, m := range members {
		out[i] = id(m.Name)
	}
	return out
}
