package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/bench/internal/payload"
)

func TestEveryCodecGivesBackEveryText(t *testing.T) {
	for _, p := range payload.All() {
		for _, c := range codecs() {
			if _, same, err := c.try(p); err != nil || !same && c.loss == "" {
				t.Errorf("%s, %s: the same value is %t, %v", c.name, p.Name, same, err)
			}
		}
	}
}

func TestTheChartIsXML(t *testing.T) {
	runs := []*run{{codec: "odagen", ns: 100}, {codec: "a & b", ns: 250}, {codec: "slow", ns: 1e6}}
	tasks := []*task{{verb: "decode", payload: payload.Payload{Name: "<one>"}, runs: runs}}
	in := xml.NewDecoder(strings.NewReader(chart(tasks)))
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDurationsHaveThreeDigits(t *testing.T) {
	for ns, want := range map[float64]string{5: "5.00 ns", 42.1: "42.1 ns", 289: "289 ns", 1234: "1.23 µs", 26784500: "26.8 ms", 15.7e9: "15.7 s"} {
		if got := duration(ns); got != want {
			t.Errorf("duration(%v) = %q, want %q", ns, got, want)
		}
	}
}
