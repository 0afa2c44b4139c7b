package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"

	"example.com/partners/graph"
)

// store keeps partners in memory.
type store struct {
	graph.UnimplementedRemoteAssistancePartnerService // 501 for operations that the description gains

	mu       sync.Mutex
	partners map[string]*graph.RemoteAssistancePartner
	last     int
}

func newStore() *store { return &store{partners: map[string]*graph.RemoteAssistancePartner{}} }

func (s *store) List(_ context.Context, q *odata.Query) (api.Page[*graph.RemoteAssistancePartner], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var page api.Page[*graph.RemoteAssistancePartner]
	for _, p := range s.partners {
		page.Items = append(page.Items, p)
	}
	slices.SortFunc(page.Items, func(a, b *graph.RemoteAssistancePartner) int { return cmp.Compare(a.ID, b.ID) })
	if q.Count {
		page.Count = api.Some(int64(len(page.Items)))
	}
	page.Items = page.Items[min(q.Skip.Or(0), len(page.Items)):]
	page.Items = page.Items[:min(q.Top.Or(len(page.Items)), len(page.Items))]
	return page, nil
}

func (s *store) Create(_ context.Context, body *graph.RemoteAssistancePartner) (*graph.RemoteAssistancePartner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	body.ID = fmt.Sprintf("partner-%d", s.last)
	if body.OnboardingStatus.IsZero() {
		body.OnboardingStatus = api.Some(graph.RemoteAssistanceOnboardingStatusNotOnboarded)
	}
	s.partners[body.ID] = body
	return body, nil
}

func (s *store) Get(_ context.Context, id string, _ *odata.Query) (*graph.RemoteAssistancePartner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(id)
}

func (s *store) Update(_ context.Context, id string, body *graph.RemoteAssistancePartner) (*graph.RemoteAssistancePartner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := s.find(id)
	if err != nil {
		return nil, err
	}
	p := *old // what a reader holds must not change
	if !body.DisplayName.IsZero() {
		p.DisplayName = body.DisplayName
	}
	if !body.OnboardingURL.IsZero() {
		p.OnboardingURL = body.OnboardingURL
	}
	s.partners[id] = &p
	return &p, nil
}

func (s *store) Delete(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.find(id)
	delete(s.partners, id)
	return err
}

func (s *store) BeginOnboarding(_ context.Context, id string, _ graph.RemoteAssistancePartnerBeginOnboardingParams) error {
	return s.setStatus(id, graph.RemoteAssistanceOnboardingStatusOnboarding)
}

func (s *store) Disconnect(_ context.Context, id string, _ graph.RemoteAssistancePartnerDisconnectParams) error {
	return s.setStatus(id, graph.RemoteAssistanceOnboardingStatusNotOnboarded)
}

func (s *store) setStatus(id string, status graph.RemoteAssistanceOnboardingStatus) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := s.find(id)
	if err != nil {
		return err
	}
	p := *old
	p.OnboardingStatus = api.Some(status)
	s.partners[id] = &p
	return nil
}

// find is called with mu held.
func (s *store) find(id string) (*graph.RemoteAssistancePartner, error) {
	if p, ok := s.partners[id]; ok {
		return p, nil
	}
	return nil, server.Fail(http.StatusNotFound, "ResourceNotFound", "there is no partner "+id)
}
