package main

import (
	"context"
	"strings"

	"github.com/seed-349153d7/odagen/templates/odata"

	"example.com/frameworks/shop"
)

// customerService has any customer that is asked for.
type customerService struct {
	shop.UnimplementedCustomerService
}

func (customerService) Get(_ context.Context, id string, _ *odata.Query) (*shop.Customer, error) {
	return &shop.Customer{ID: id}, nil
}

// orderService has any order that is asked for, and calls it after its customer.
type orderService struct {
	shop.UnimplementedOrderService
}

func (orderService) Get(ctx context.Context, _ string, _ *odata.Query) (*shop.Order, error) {
	return &shop.Order{ID: strings.Join(odata.RequestFrom(ctx).Keys, " ")}, nil
}

func (orderService) Cancel(context.Context, string, shop.OrderCancelParams) error { return nil }
