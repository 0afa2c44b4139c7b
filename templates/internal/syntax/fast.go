package syntax

import (
	"encoding/binary"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// The patterns are texts of eight bytes as one number. The limits bring the sum
// of a byte and its limit to 0x80 when a digit is above 9, or another byte is
// not that of the pattern.
const (
	yearMonthPattern = '0' | '0'<<8 | '0'<<16 | '0'<<24 | '-'<<32 | '0'<<40 | '0'<<48 | '-'<<56
	yearMonthLimits  = 0x76 | 0x76<<8 | 0x76<<16 | 0x76<<24 | 0x7f<<32 | 0x76<<40 | 0x76<<48 | 0x7f<<56
	dayMinutePattern = '0' | '0'<<8 | 'T'<<16 | '0'<<24 | '0'<<32 | ':'<<40 | '0'<<48 | '0'<<56
	dayMinuteLimits  = 0x76 | 0x76<<8 | 0x7f<<16 | 0x76<<24 | 0x76<<32 | 0x7f<<40 | 0x76<<48 | 0x76<<56
)

// IsCommonDateTime reports whether b is a date-time as nearly all are: of a year
// with four digits, with seconds. It is false for some that are good (leap days,
// leap seconds): IsDateTimeOffset decides. Eight bytes at a time, it takes a fifth
// of what reading digit by digit does, which was a quarter of decoding an object.
func IsCommonDateTime(b []byte) bool {
	if len(b) < len("2016-12-31T23:58:36Z") {
		return false
	}
	x := binary.LittleEndian.Uint64(b) ^ yearMonthPattern
	y := binary.LittleEndian.Uint64(b[8:]) ^ dayMinutePattern
	if (x|(x+yearMonthLimits)|y|(y+dayMinuteLimits))&jsonstr.HighBits != 0 || b[16] != ':' {
		return false
	}
	month, day := two(x>>40), two(y)
	hour, minute := two(y>>24), two(y>>48)
	second, ok := digitPair(b[17], b[18])
	if !ok || month-1 > 11 || day-1 > 27 && !isLateDay(month, day) || hour > 23 || minute > 59 || second > 59 {
		return false
	}
	b = b[19:]
	if b[0] == '.' {
		n := jsonstr.DigitsEnd(b, 1)
		if n == 1 || n == len(b) {
			return false
		}
		b = b[n:]
	}
	if len(b) == 1 {
		return b[0] == 'Z'
	}
	if len(b) != len("+00:00") || b[0] != '+' && b[0] != '-' || b[3] != ':' {
		return false
	}
	hour, ok = digitPair(b[1], b[2])
	minute, ok2 := digitPair(b[4], b[5])
	return ok && ok2 && hour <= 23 && minute <= 59
}

// isLateDay reports whether a month has a day after the 28th, in any year.
func isLateDay(month, day uint64) bool {
	const long = 1<<1 | 1<<3 | 1<<5 | 1<<7 | 1<<8 | 1<<10 | 1<<12
	return month != 2 && (day == 29 || day == 30 || day == 31 && long>>month&1 != 0)
}

// two returns the number that the digits in the lowest two bytes of v make.
func two(v uint64) uint64 { return v&0xff*10 + v>>8&0xff }

func digitPair(tens, ones byte) (n uint64, ok bool) {
	tens, ones = tens-'0', ones-'0'
	return uint64(tens)*10 + uint64(ones), tens <= 9 && ones <= 9
}
