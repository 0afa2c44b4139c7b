package payload

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestPayloadsAreJSONAndTheSameInEveryRun(t *testing.T) {
	first, second := All(), All()
	for i, p := range first {
		if !json.Valid(p.Text) {
			t.Errorf("%s is not JSON", p.Name)
		}
		if !bytes.Equal(p.Text, second[i].Text) {
			t.Errorf("%s differs from run to run", p.Name)
		}
	}
	if n := len(first[len(first)-1].Text); n < deltaSize || n > deltaSize+deltaSize/100 {
		t.Errorf("the delta page has %d bytes, want about %d", n, deltaSize)
	}
}
