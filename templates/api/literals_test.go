package api

import (
	"math"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

func TestDaysThatDoNotExistAreNoDates(t *testing.T) {
	for text, good := range map[string]bool{
		"2024-02-29": true, "2023-02-29": false, "2000-02-29": true, "1900-02-29": false, "2100-02-29": false,
		"2023-02-28": true, "2023-02-30": false, "2023-04-31": false, "2023-04-30": true, "2023-12-31": true,
		"2023-01-32": false, "2023-13-01": false, "2023-00-01": false, "2023-01-00": false,
		"-0004-02-29": true, "-0001-02-29": false, "0000-02-29": true, "12024-02-29": true, "12023-02-29": false,
	} {
		if _, err := ParseDate(text); (err == nil) != good {
			t.Errorf("ParseDate(%s) = %v", text, err)
		}
		for _, clock := range []string{"T00:00:00Z", "T23:59+01:00", "t10:20:30.5z"} {
			if _, err := ParseDateTimeOffset(text + clock); (err == nil) != good {
				t.Errorf("ParseDateTimeOffset(%s) = %v", text+clock, err)
			}
		}
	}
}

func TestAFractionHasAnyNumberOfDigits(t *testing.T) {
	long := strings.Repeat("123456789", 100)
	v, err := ParseDateTimeOffset("2024-01-02T03:04:05." + long + "+01:00")
	want := time.Date(2024, 1, 2, 3, 4, 5, 123456789, time.FixedZone("", 3600))
	if err != nil || !v.Time().Equal(want) {
		t.Errorf("%v, %v, want %v", v.Time(), err, want)
	}
	if c, err := ParseTimeOfDay("03:04:05." + long); err != nil || c.SinceMidnight() != 3*time.Hour+4*time.Minute+5*time.Second+123456789 {
		t.Errorf("%v, %v", c.SinceMidnight(), err)
	}
	for _, text := range []string{"2024-01-02T03:04:05.Z", "2024-01-02T03:04:05.1x", "2024-01-02T03:04:05." + long} {
		if _, err := ParseDateTimeOffset(text); err == nil {
			t.Errorf("%.40s is a date-time", text)
		}
	}
}

func TestTimesComeBack(t *testing.T) {
	property := func(second int64, nanosecond uint32, minutes int16) bool {
		want := time.Unix(second%(1<<37), int64(nanosecond)%1e9).In(time.FixedZone("", int(minutes%1400)*60))
		if year := want.Year(); year < 1 || year > 9999 {
			return true
		}
		v := NewDateTimeOffset(want)
		parsed, err := ParseDateTimeOffset(string(v))
		_, offset := v.Time().Zone()
		_, wantOffset := want.Zone()
		if err != nil || parsed != v || !v.Time().Equal(want) || offset != wantOffset {
			t.Errorf("%v is %s, which is %v, %v", want, v, v.Time(), err)
		}
		day := NewDate(want)
		if y, m, d := day.YearMonthDay(); y != want.Year() || m != want.Month() || d != want.Day() {
			t.Errorf("%v is %s, which is %d %d %d", want, day, y, m, d)
		}
		if got := day.In(want.Location()); got.Year() != want.Year() || got.YearDay() != want.YearDay() || got.Hour() != 0 {
			t.Errorf("%s starts at %v", day, got)
		}
		return !t.Failed()
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
	// An offset with seconds, as Amsterdam had, is none that can be written.
	old := time.Date(1930, 1, 2, 3, 4, 5, 0, time.FixedZone("AMT", 1172))
	if v := NewDateTimeOffset(old); v != "1930-01-02T02:44:33Z" || !v.Time().Equal(old) {
		t.Errorf("%v is %s", old, v)
	}
	if !DateTimeOffset("").Time().IsZero() || !Date("").In(time.UTC).IsZero() {
		t.Error("a zero value is no zero time")
	}
	for text, want := range map[Date]string{"12024-02-29": "12024-02-29", "-0004-02-29": "-0004-02-29"} {
		if got := text.In(time.UTC).Format("2006-01-02"); got != want {
			t.Errorf("%s starts at %s", text, got)
		}
	}
}

func TestTimesOfDayAreDurations(t *testing.T) {
	for text, want := range map[TimeOfDay]time.Duration{
		"":                   0,
		"00:00:00":           0,
		"07:05":              7*time.Hour + 5*time.Minute,
		"23:59:59.999999999": 24*time.Hour - 1,
		"24:00:00":           24 * time.Hour,
		"12:00:00.5":         12*time.Hour + 500*time.Millisecond,
	} {
		if got := text.SinceMidnight(); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
	for d, want := range map[time.Duration]TimeOfDay{
		0: "00:00:00", time.Hour + 2*time.Minute + 3500*time.Millisecond: "01:02:03.5",
		24*time.Hour - 1: "23:59:59.999999999", 25 * time.Hour: "01:00:00", -time.Hour: "23:00:00",
	} {
		if got := NewTimeOfDay(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}

// Times with an offset and durations in calendar units are those of RFC 3339.
func TestTimesAndDurationsOfPlainAPIs(t *testing.T) {
	for text, want := range map[string]time.Duration{"10:20:30Z": 10*time.Hour + 20*time.Minute + 30*time.Second, "01:00:00+05:30": time.Hour} {
		v, err := ParseTimeOfDay(text)
		if err != nil || v.SinceMidnight() != want {
			t.Errorf("ParseTimeOfDay(%s) = %v, %v", text, v.SinceMidnight(), err)
		}
	}
	if v, err := ParseTimeOfDay(string(NewTimeOfDay(time.Hour) + "Z")); err != nil || v != "01:00:00Z" {
		t.Errorf("with an offset: %s, %v", v, err)
	}
	for _, text := range []string{"P1Y", "P2M", "P1Y2M3DT4H", "P2W"} {
		v, err := ParseDuration(text)
		if err != nil {
			t.Errorf("ParseDuration(%s): %v", text, err)
		}
		d, err := v.AsDuration()
		if (text == "P2W") != (err == nil && d == 14*24*time.Hour) {
			t.Errorf("%s is %v, %v", text, d, err)
		}
	}
	for _, text := range []string{"P1Y1D", "-P2W", "P1WT1H", "P1.5Y"} {
		if v, err := ParseDuration(text); err == nil {
			t.Errorf("ParseDuration(%s) = %s", text, v)
		}
	}
}

func TestDurationsAreThoseOfTime(t *testing.T) {
	for text, want := range map[Duration]time.Duration{
		"":                         0,
		"PT0S":                     0,
		"P1D":                      24 * time.Hour,
		"P1DT12H30M":               36*time.Hour + 30*time.Minute,
		"-P1DT0.5S":                -24*time.Hour - 500*time.Millisecond,
		"+PT1M":                    time.Minute,
		"PT36H":                    36 * time.Hour,
		"PT0.0000000019S":          1,
		"PT00000000000000000001S":  time.Second,
		"-PT9223372036.854775808S": math.MinInt64,
		"PT9223372036.854775807S":  math.MaxInt64,
	} {
		if got, err := text.AsDuration(); err != nil || got != want {
			t.Errorf("%s is %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []Duration{"P106752D", "-P106752D", "PT9223372036.854775808S", "PT99999999999999999999S", Duration("P" + strings.Repeat("9", 1e6) + "D"), "x", "P", "PT", "P1DT", "PT1.S"} {
		if d, err := text.AsDuration(); err == nil {
			t.Errorf("%.40s is %v", string(text), d)
		}
	}
	property := func(d time.Duration) bool {
		v := NewDuration(d)
		parsed, err := ParseDuration(string(v))
		back, err2 := v.AsDuration()
		return err == nil && err2 == nil && parsed == v && back == d
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
	for _, d := range []time.Duration{0, 1, -1, time.Second, math.MaxInt64, math.MinInt64, time.Hour, 999_999_999} {
		if !property(d) {
			t.Errorf("%v does not come back: %s", d, NewDuration(d))
		}
	}
}

func TestGUIDsAreBytes(t *testing.T) {
	const text = GUID("7443C8B9-c8b9-7443-b9c8-4374b9c84374")
	b := text.Bytes()
	if b[0] != 0x74 || b[1] != 0x43 || b[15] != 0x74 || NewGUID(b) != "7443c8b9-c8b9-7443-b9c8-4374b9c84374" {
		t.Errorf("%s is %x", text, b)
	}
	property := func(b [16]byte) bool {
		parsed, err := ParseGUID(string(NewGUID(b)))
		return err == nil && parsed.Bytes() == b
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
	for _, text := range []GUID{"", "x", "7443c8b9", GUID(strings.Repeat("-", 36))} {
		if text.Bytes() != [16]byte{} {
			t.Errorf("%s has bytes", text)
		}
	}
}

func TestDecimalsAreNumbers(t *testing.T) {
	for text, want := range map[Decimal]struct {
		rat string
		f   float64
	}{
		"":                                   {"0", 0},
		"12.50":                              {"25/2", 12.5},
		"-0.1":                               {"-1/10", -0.1},
		"+1e3":                               {"1000", 1000},
		"1E-2":                               {"1/100", 0.01},
		"007":                                {"7", 7},
		"INF":                                {"", math.Inf(1)},
		"-INF":                               {"", math.Inf(-1)},
		"1e9999":                             {"*", math.Inf(1)},
		"1e10001":                            {"", math.Inf(1)},
		"1e-99999":                           {"", 0},
		"1e99999999999999999999":             {"", math.Inf(1)},
		Decimal(strings.Repeat("1", 10_001)): {"", math.Inf(1)},
	} {
		r := text.Rat()
		if want.rat == "" && r != nil || want.rat != "" && (r == nil || want.rat != "*" && r.RatString() != want.rat) {
			t.Errorf("%.40s is %v, want %s", string(text), r, want.rat)
		}
		if got := text.Float64(); got != want.f {
			t.Errorf("%.40s is %v, want %v", string(text), got, want.f)
		}
	}
	if nan := Decimal("NaN"); nan.Rat() != nil || !math.IsNaN(nan.Float64()) {
		t.Error("NaN is a number")
	}
}

func TestWhatIsNoLiteralIsTold(t *testing.T) {
	for want, err := range map[string]error{
		`want a date, got "2024"`:                                    second(ParseDate("2024")),
		`want a time of day, got "25:00"`:                            second(ParseTimeOfDay("25:00")),
		`want a duration, got "1h"`:                                  second(ParseDuration("1h")),
		`want a GUID, got "{x}"`:                                     second(ParseGUID("{x}")),
		`want a decimal number, got "1,5"`:                           second(ParseDecimal("1,5")),
		`want a date-time with an offset, got "2024-01-02T03:04:05"`: second(ParseDateTimeOffset("2024-01-02T03:04:05")),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }
