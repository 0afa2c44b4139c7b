package syntax

import (
	"fmt"
	"testing"
	"time"
)

// The fast way and the slow one know the same days, and those that package time has.
func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	for year := 1895; year <= 2105; year++ {
		for month := range 14 {
			for day := range 33 {
				text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				_, err := time.Parse(time.DateOnly, text)
				if got := IsDate([]byte(text)); got != (err == nil) {
					t.Fatalf("IsDate(%s) = %v", text, got)
				}
				at := []byte(text + "T10:20:30Z")
				if got := IsDateTimeOffset(at); got != (err == nil) {
					t.Fatalf("IsDateTimeOffset(%s) = %v", at, got)
				}
				if IsCommonDateTime(at) && err != nil {
					t.Fatalf("IsCommonDateTime(%s) = true", at)
				}
			}
		}
	}
}

func FuzzTheFastWayAcceptsNoMore(f *testing.F) {
	f.Add("2016-12-31T23:58:36.6670033-08:00")
	f.Add("2016-02-29T23:58:60Z")
	f.Fuzz(func(t *testing.T, text string) {
		c := Cursor{B: []byte(text)}
		c.Date()
		c.Must("Tt")
		c.Clock()
		if !c.Take("Zz") {
			c.Must("+-")
			c.Within(23)
			c.Must(":")
			c.Within(59)
		}
		if IsCommonDateTime([]byte(text)) && !c.Done() {
			t.Errorf("%q is a common date-time and none", text)
		}
	})
}

func TestDurationsHaveParts(t *testing.T) {
	for text, want := range map[string]Parts{
		"P1DT2H3M4.5S": {Days: "1", Hours: "2", Minutes: "3", Seconds: "4.5"},
		"-PT0S":        {Negative: true, Seconds: "0"},
		"+P10D":        {Days: "10"},
		"PT5M":         {Minutes: "5"},
	} {
		if got, ok := ParseDuration([]byte(text)); !ok || got != want {
			t.Errorf("ParseDuration(%s) = %+v, %v, want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", "P", "PT", "P1", "P1DT", "1D", "P1H", "PT1D", "P1.5D", "PT1.5H", "PT.5S", "PT1.S", "PT1S2M", "PT1S ", "P1W", "--P1D", "P-1D"} {
		if got, ok := ParseDuration([]byte(text)); ok {
			t.Errorf("ParseDuration(%s) = %+v", text, got)
		}
	}
}

func TestDecimalsAreWrittenAsJSON(t *testing.T) {
	for text, want := range map[string]string{
		"": "0", "1.50": "1.50", "+1": "1", "007": "7", "-007.10": "-7.10", "0.5": "0.5", "00": "0", "INF": `"INF"`, "-INF": `"-INF"`, "NaN": `"NaN"`, "1e3": "1e3",
	} {
		if got := string(AppendDecimal(nil, text)); got != want || text != "" && !IsDecimal([]byte(text)) {
			t.Errorf("AppendDecimal(%q) = %s, want %s", text, got, want)
		}
	}
}
