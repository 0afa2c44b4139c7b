// Package near finds the name that was meant.
package near

// Of returns the name that is closest to another; empty when there is none. It has one byte
// changed, inserted or removed for each three of them, two at most.
func Of(name string, names []string) string {
	best, least := "", min(2, len(name)/3)+1
	for _, n := range names {
		if d := distance(name, n, least); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is how many bytes are changed, inserted or removed between two words, at most
// most.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d >= most || -d >= most {
		return most
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := min(row[j], row[j+1]) + 1
			if a[i] == b[j] {
				d = min(d, diagonal)
			} else {
				d = min(d, diagonal+1)
			}
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return min(row[len(b)], most)
}
