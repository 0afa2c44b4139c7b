package query

import "strconv"

func appendSteps(dst []byte, steps []Step) []byte {
	for i, s := range steps {
		if i > 0 {
			dst = append(dst, '/')
		}
		dst = appendStep(dst, s)
	}
	return dst
}

// appendThen appends steps after a comma when there are some.
func appendThen(dst []byte, steps []Step) []byte {
	if steps == nil {
		return dst
	}
	return appendSteps(append(dst, ','), steps)
}

// appendStep appends a transformation.
func appendStep(dst []byte, s Step) []byte {
	switch s := s.(type) {
	case Identity:
		return append(dst, "identity"...)
	case Custom:
		return appendArgs(append(dst, s.Name...), s.Args)
	case Aggregate:
		dst = append(dst, "aggregate("...)
		for i, item := range s.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendAggregate(dst, item)
		}
	case GroupBy:
		dst = append(dst, "groupby(("...)
		for i, g := range s.By {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendGrouping(dst, g)
		}
		dst = appendThen(append(dst, ')'), s.Steps)
	case Concat:
		dst = append(dst, "concat("...)
		for i, b := range s.Branches {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendSteps(dst, b)
		}
	case Ranked:
		dst = appendExpr(append(append(dst, s.Method...), '('), s.N, 0)
		dst = appendExpr(append(dst, ','), s.By, 0)
	case Join:
		if s.Outer {
			dst = append(dst, "outer"...)
		}
		dst = appendAs(appendPath(append(dst, "join("...), s.Path), s.As)
		dst = appendThen(dst, s.Steps)
	case Nest:
		dst = appendNest(dst, s)
	case Related:
		dst = appendRelated(dst, s)
	case Traverse:
		dst = appendTraverse(dst, s)
	case Option:
		dst = append(append(dst, NameOf(s)[1:]...), '(')
		dst = appendValue(dst, s)
	default:
		return dst
	}
	return append(dst, ')')
}

func appendAggregate(dst []byte, item AggregateItem) []byte {
	dst = appendWith(appendExpr(dst, item.X, 0), item.With)
	for _, from := range item.From {
		dst = append(dst, " from "...)
		for i, by := range from.By {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendPath(dst, by)
		}
		dst = appendWith(dst, from.With)
	}
	if item.As.Name != "" {
		dst = appendAs(dst, item.As)
	}
	return dst
}

func appendWith(dst []byte, method Name) []byte {
	if method.Name == "" {
		return dst
	}
	return append(append(dst, " with "...), method.Name...)
}

func appendGrouping(dst []byte, g Grouping) []byte {
	switch g := g.(type) {
	case Path:
		return appendPath(dst, g)
	case Rollup:
		dst = append(dst, "rollup("...)
		for i, level := range g.Levels {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendPath(dst, level)
		}
		return append(dst, ')')
	case RollupRecursive:
		dst = appendHierarchy(append(dst, "rolluprecursive("...), g.Hierarchy)
		return append(appendThen(dst, g.Steps), ')')
	}
	return dst
}

func appendHierarchy(dst []byte, h Hierarchy) []byte {
	dst = append(appendPath(dst, h.Nodes), ',')
	dst = append(append(dst, h.Qualifier.Name...), ',')
	return appendPath(dst, h.Property)
}

func appendNest(dst []byte, n Nest) []byte {
	if n.Path == nil {
		dst = append(dst, "nest("...)
	} else {
		dst = append(appendPath(append(dst, "addnested("...), n.Path), ',')
	}
	for i, item := range n.Items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendAs(appendSteps(dst, item.Steps), item.As)
	}
	return dst
}

func appendRelated(dst []byte, r Related) []byte {
	if r.Descendants {
		dst = append(dst, "descendants("...)
	} else {
		dst = append(dst, "ancestors("...)
	}
	dst = appendThen(appendHierarchy(dst, r.Hierarchy), r.Steps)
	if r.Distance > 0 {
		dst = strconv.AppendInt(append(dst, ','), r.Distance, 10)
	}
	if r.KeepStart {
		dst = append(append(dst, ','), keepStart...)
	}
	return dst
}

func appendTraverse(dst []byte, t Traverse) []byte {
	dst = appendHierarchy(append(dst, "traverse("...), t.Hierarchy)
	if t.PostOrder {
		dst = append(dst, ",postorder"...)
	} else {
		dst = append(dst, ",preorder"...)
	}
	dst = appendThen(dst, t.Steps)
	if t.OrderBy != nil {
		dst = appendOrder(append(dst, ','), t.OrderBy)
	}
	return dst
}
