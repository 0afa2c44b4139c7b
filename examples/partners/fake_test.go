package main

import (
	"context"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"

	"example.com/partners/graph"
)

// fake is the service as far as a test needs it. The rest answers 501.
type fake struct {
	graph.UnimplementedRemoteAssistancePartnerService
}

func (fake) Get(ctx context.Context, id string, q *odata.Query) (*graph.RemoteAssistancePartner, error) {
	return &graph.RemoteAssistancePartner{ID: id, DisplayName: api.Some("TeamViewer")}, nil
}

// The client calls the generated server in memory: no socket, and each request is read
// as it would be on the wire.
func TestAProgramThatCallsTheFake(t *testing.T) {
	c := graph.NewClient(client.WithHandler(
		graph.NewHandler(graph.Services{RemoteAssistancePartner: fake{}}, server.Open())))
	p, err := c.DeviceManagement().RemoteAssistancePartners().ByID("7").Get(t.Context())
	if err != nil || p.ID != "7" || p.DisplayName.Or("") != "TeamViewer" {
		t.Errorf("Get = %+v, %v", p, err)
	}
	if err := c.DeviceManagement().RemoteAssistancePartners().ByID("7").Delete(t.Context()); err == nil {
		t.Error("the fake deletes")
	}
}
