package query

// Walk calls f for a node and for all nodes in it, from left to right. What is in a node
// for which f returns false is left out.
func Walk(n Node, f func(Node) bool) {
	if n == nil || !f(n) {
		return
	}
	switch n := n.(type) {
	case Path:
		for _, s := range n {
			Walk(s, f)
		}
	case Not:
		Walk(n.X, f)
	case Negate:
		Walk(n.X, f)
	case Binary:
		Walk(n.X, f)
		Walk(n.Y, f)
	case Call:
		walkAll(n.Args, f)
	case Cast:
		walkExpr(n.X, f)
	case IsOf:
		walkExpr(n.X, f)
	case Case:
		for _, pair := range n.Pairs {
			Walk(pair.If, f)
			Walk(pair.Then, f)
		}
	case List:
		walkAll(n.Items, f)
	case Array:
		walkAll(n.Items, f)
	case Object:
		for _, m := range n.Members {
			Walk(m.Value, f)
		}
	case Options:
		walkAll(n, f)
	case Segment:
		walkSegment(n, f)
	case Search:
		walkSearch(n, f)
	default:
		walkOption(n, f)
	}
}

func walkAll[T Node](list []T, f func(Node) bool) {
	for _, n := range list {
		Walk(n, f)
	}
}

func walkExpr(x Expr, f func(Node) bool) {
	if x != nil {
		Walk(x, f)
	}
}

func walkOptions(o Options, f func(Node) bool) {
	if o != nil {
		Walk(o, f)
	}
}

func walkSegment(s Segment, f func(Node) bool) {
	switch s := s.(type) {
	case Key:
		Walk(s.Value, f)
	case Args:
		walkArgs(s.List, f)
	case Count:
		walkOptions(s.Options, f)
	case FilterBy:
		Walk(s.X, f)
	case Lambda:
		walkExpr(s.X, f)
	case Aggregated:
		walkAggregate(s.Item, f)
	case CrossJoin:
		walkAll(s.Sets, f)
	}
}

func walkArgs(args []Arg, f func(Node) bool) {
	for _, a := range args {
		Walk(a.Value, f)
	}
}

func walkSearch(s Search, f func(Node) bool) {
	switch s := s.(type) {
	case SearchNot:
		Walk(s.X, f)
	case SearchAnd:
		Walk(s.X, f)
		Walk(s.Y, f)
	case SearchOr:
		Walk(s.X, f)
		Walk(s.Y, f)
	}
}

func walkOption(n Node, f func(Node) bool) {
	switch n := n.(type) {
	case Filter:
		Walk(n.X, f)
	case OrderBy:
		walkOrder(n.Items, f)
	case Select:
		walkItems(n.Items, f)
	case Expand:
		walkItems(n.Items, f)
	case Compute:
		for _, item := range n.Items {
			Walk(item.X, f)
		}
	case SearchBy:
		Walk(n.X, f)
	case Apply:
		walkAll(n.Steps, f)
	case Temporal:
		walkExpr(n.X, f)
	case AliasValue:
		Walk(n.Value, f)
	default:
		walkStep(n, f)
	}
}

func walkOrder(items []Order, f func(Node) bool) {
	for _, item := range items {
		Walk(item.X, f)
	}
}

func walkItems(items []Item, f func(Node) bool) {
	for _, item := range items {
		Walk(item.Path, f)
		walkOptions(item.Options, f)
	}
}

func walkStep(n Node, f func(Node) bool) {
	switch n := n.(type) {
	case Aggregate:
		for _, item := range n.Items {
			walkAggregate(item, f)
		}
	case GroupBy:
		walkAll(n.By, f)
		walkAll(n.Steps, f)
	case Rollup:
		walkAll(n.Levels, f)
	case RollupRecursive:
		walkHierarchy(n.Hierarchy, f)
		walkAll(n.Steps, f)
	case Concat:
		for _, b := range n.Branches {
			walkAll(b, f)
		}
	case Ranked:
		Walk(n.N, f)
		Walk(n.By, f)
	case Join:
		Walk(n.Path, f)
		walkAll(n.Steps, f)
	case Nest:
		if n.Path != nil {
			Walk(n.Path, f)
		}
		for _, item := range n.Items {
			walkAll(item.Steps, f)
		}
	case Related:
		walkHierarchy(n.Hierarchy, f)
		walkAll(n.Steps, f)
	case Traverse:
		walkHierarchy(n.Hierarchy, f)
		walkAll(n.Steps, f)
		walkOrder(n.OrderBy, f)
	case Custom:
		walkArgs(n.Args, f)
	}
}

func walkHierarchy(h Hierarchy, f func(Node) bool) {
	Walk(h.Nodes, f)
	Walk(h.Property, f)
}

func walkAggregate(item AggregateItem, f func(Node) bool) {
	Walk(item.X, f)
	for _, from := range item.From {
		walkAll(from.By, f)
	}
}
