// Command partners serves remote assistance partners from memory, or makes the
// calls of the API against a server.
//
//	partners serve 127.0.0.1:8080
//	partners call http://127.0.0.1:8080/v1.0
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"

	"example.com/partners/graph"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: partners serve ADDRESS | partners call URL")
		os.Exit(2)
	}
	run := map[string]func(string) error{"serve": serve, "call": call}[os.Args[1]]
	if run == nil {
		fmt.Fprintf(os.Stderr, "partners: there is no command %q\n", os.Args[1])
		os.Exit(2)
	}
	if err := run(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "partners:", err)
		os.Exit(1)
	}
}

func serve(address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("serving http://%s/v1.0\n", l.Addr())
	return http.Serve(l, graph.NewHandler(graph.Services{RemoteAssistancePartner: newStore()}, server.Bearer(verify)))
}

// verify lets in who shows a token, whichever it is: nobody issues tokens for this
// example.
func verify(ctx context.Context, _ server.Proof) (context.Context, error) { return ctx, nil }

func call(url string) error {
	ctx := context.Background()
	partners := graph.NewClient(
		client.WithBaseURL(url),
		client.WithTokenSource(client.StaticToken("example")),
	).DeviceManagement().RemoteAssistancePartners()

	p, err := partners.Create(ctx, &graph.RemoteAssistancePartner{DisplayName: api.Some("TeamViewer")})
	if err != nil {
		return err
	}
	one := partners.ByID(p.ID)
	if err := one.BeginOnboarding(ctx, graph.RemoteAssistancePartnerBeginOnboardingParams{}); err != nil {
		return err
	}
	if p, err = one.Get(ctx); err != nil {
		return err
	}
	fmt.Println(p.DisplayName.Or("nobody"), "is", p.OnboardingStatus.Or("unknown"))
	if err := one.Disconnect(ctx, graph.RemoteAssistancePartnerDisconnectParams{}); err != nil {
		return err
	}
	if p, err = one.Update(ctx, &graph.RemoteAssistancePartner{DisplayName: api.Null[string]()}); err != nil {
		return err
	}
	for p, err := range partners.List(ctx, odata.Top(50)) {
		if err != nil {
			return err
		}
		fmt.Println(p.DisplayName.Or("nobody"), "is", p.OnboardingStatus.Or("unknown"))
	}
	return one.Delete(ctx)
}
