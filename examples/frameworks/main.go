// Command frameworks serves remote assistance partners and a shop from memory,
// behind the router of a web framework, and logs the pattern of each request.
//
//	frameworks chi 127.0.0.1:8080
package main

import (
	"context"
	"fmt"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/server"

	"example.com/frameworks/graph"
	"example.com/frameworks/shop"
)

func main() {
	if len(os.Args) != 3 || frameworks[os.Args[1]] == nil {
		names := slices.Sorted(maps.Keys(frameworks))
		fmt.Fprintf(os.Stderr, "usage: frameworks %s ADDRESS\n", strings.Join(names, "|"))
		os.Exit(2)
	}
	l, err := net.Listen("tcp", os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	serve := frameworks[os.Args[1]](partners(), customers(), func(pattern string) { log.Print(pattern) })
	log.Fatal(serve(l))
}

func partners() http.Handler {
	return graph.NewHandler(graph.Services{RemoteAssistancePartner: newStore()}, server.Bearer(verify))
}

// verify lets in who shows a token, whichever it is: nobody issues tokens for this
// example.
func verify(ctx context.Context, _ server.Proof) (context.Context, error) { return ctx, nil }

// customers is a handler for the part of the service that is below /api.
func customers() http.Handler {
	return shop.NewHandler(
		shop.Services{Customer: customerService{}, Order: orderService{}},
		server.Open(), server.WithBasePath("/api/odata"),
	)
}
