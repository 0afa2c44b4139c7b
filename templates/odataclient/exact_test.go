package odataclient

import (
	"context"
	"errors"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// thing has the numbers that a float64 may not hold.
type thing struct {
	ID     api.Opt[int32]
	Big    api.Opt[int64]
	Plain  int64
	Bigs   []int64
	Amount api.Opt[api.Decimal]
	Price  api.Decimal
	Ratio  api.Opt[float64]
	OData  api.Members
}

var thingType = wire.Type{
	Of: (*thing)(nil),
	Properties: []wire.Property{
		{Name: "Id", Flags: wire.Key}, {Name: "Big"}, {Name: "Plain"}, {Name: "Bigs"}, {Name: "Amount"}, {Name: "Price"}, {Name: "Ratio"},
	},
}

func (*thing) WireType() *wire.Type { return &thingType }

func (o *thing) WireFields(f []any) []any {
	return append(f, &o.OData, &o.ID, &o.Big, &o.Plain, &o.Bigs, &o.Amount, &o.Price, &o.Ratio)
}

// A key that is zero is sent as any other (OData Protocol 4.01, 11.4.2).
func TestNumbersThatADoubleCannotHoldAreStringsOnDemand(t *testing.T) {
	sent := &thing{
		ID: api.Int32(0), Big: api.Int64(9007199254740995), Bigs: []int64{-1}, Amount: api.Some[api.Decimal]("0.00000012345678"),
		Price: "INF", Ratio: api.Float64(1.5),
	}
	for _, tt := range []struct {
		opts        []client.Option
		media, body string
	}{
		{nil, "application/json", `{"Id":0,"Big":9007199254740995,"Plain":0,"Bigs":[-1],"Amount":0.00000012345678,"Price":"INF","Ratio":1.5}`},
		{
			[]client.Option{odata.WithIEEE754Compatible()},
			"application/json;IEEE754Compatible=true",
			`{"Id":0,"Big":"9007199254740995","Plain":"0","Bigs":["-1"],"Amount":"0.00000012345678","Price":"INF","Ratio":1.5}`,
		},
	} {
		var got string
		at := gadgets(t, nil, func(r seen) { got = r.line }, tt.opts...)
		if _, err := Create(context.Background(), at, sent); err != nil {
			t.Fatal(err)
		}
		want := "POST /v1/gadgets Accept=" + tt.media + " Content-Type=" + tt.media + " Odata-Maxversion=4.0 Odata-Version=4.0 User-Agent=odagen " + tt.body
		if got != want {
			t.Errorf("sent %s\nwant %s", got, want)
		}
		if _, err := Get[*thing](context.Background(), at); !errors.Is(err, client.ErrNoContent) || got != "GET /v1/gadgets Accept="+tt.media+" Odata-Maxversion=4.0 User-Agent=odagen" {
			t.Errorf("sent %s, %v", got, err)
		}
	}
	// What came as strings is read, and goes back as it is asked for.
	back := new(thing)
	text := `{"Id":0,"Big":"9007199254740995","Plain":"7","Bigs":["-1"],"Amount":"1.50"}`
	if err := wire.Unmarshal([]byte(text), back); err != nil || !back.Big.Equal(api.Int64(9007199254740995)) || !back.Amount.Equal(api.Some[api.Decimal]("1.50")) {
		t.Errorf("read %+v, %v", back, err)
	}
	if exact, err := wire.AppendRequest(nil, wire.Request{Method: "PATCH", Exact: true}, back); err != nil || string(exact) != text {
		t.Errorf("wrote %s, %v, want %s", exact, err, text)
	}
}
