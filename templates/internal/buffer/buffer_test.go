package buffer

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/iotest"
)

func TestABodyIsReadUpToItsLimit(t *testing.T) {
	text := strings.Repeat("x", 5000)
	for _, tt := range []struct {
		size, limit int64
		want        error
	}{
		{-1, 5000, nil},
		{5000, 5000, nil},
		{10, 5000, nil}, // what a peer announces need not be so
		{-1, 4999, ErrTooLarge},
		{5000, 4999, ErrTooLarge},
		{math.MaxInt64, math.MaxInt64, nil},
		{-1, math.MaxInt64, nil},
	} {
		b := New()
		err := b.Read(iotest.HalfReader(strings.NewReader(text)), tt.size, tt.limit)
		if !errors.Is(err, tt.want) || err == nil && string(b.Bytes) != text {
			t.Errorf("size %d, limit %d: %d bytes, %v", tt.size, tt.limit, len(b.Bytes), err)
		}
		if cap(b.Bytes) > 2*maxKept {
			t.Errorf("size %d: %d bytes were taken", tt.size, cap(b.Bytes))
		}
		b.Free()
	}
	broken := errors.New("broken")
	if err := New().Read(iotest.ErrReader(broken), -1, 10); !errors.Is(err, broken) {
		t.Errorf("Read = %v", err)
	}
}

func TestABufferThatIsUsedAgainIsEmpty(t *testing.T) {
	for range 100 {
		b := New()
		if len(b.Bytes) != 0 {
			t.Fatalf("%d bytes", len(b.Bytes))
		}
		if err := b.Read(bytes.NewReader([]byte("abc")), 3, 3); err != nil || string(b.Bytes) != "abc" {
			t.Fatalf("%s, %v", b.Bytes, err)
		}
		b.Free()
	}
}
