package syntax

// AppendDecimal appends text as a number where JSON has one for it.
func AppendDecimal(dst []byte, text string) []byte {
	switch text {
	case "":
		return append(dst, '0')
	case "INF", "-INF", "NaN":
		return append(append(append(dst, '"'), text...), '"')
	}
	if text[0] == '+' {
		text = text[1:]
	}
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	for len(text) > 1 && text[0] == '0' && '0' <= text[1] && text[1] <= '9' {
		text = text[1:]
	}
	return append(append(dst, sign...), text...)
}
