package main

import (
	"regexp"
	"strings"
	"time"
)

// line is one message of IRC, taken apart (RFC 1459, 2.3.1; tags: IRCv3).
type line struct {
	tags map[string]string
	// Empty when it comes from the server.
	nick    string
	command string
	params  []string
}

func parseLine(raw string) line {
	parsed := line{}
	rest := strings.TrimRight(raw, "\r\n")
	if strings.HasPrefix(rest, "@") {
		tags, after, _ := strings.Cut(rest[1:], " ")
		parsed.tags = make(map[string]string)
		for _, tag := range strings.Split(tags, ";") {
			name, value, _ := strings.Cut(tag, "=")
			parsed.tags[name] = value
		}
		rest = strings.TrimLeft(after, " ")
	}
	if strings.HasPrefix(rest, ":") {
		prefix, after, _ := strings.Cut(rest[1:], " ")
		if nick, _, isPerson := strings.Cut(prefix, "!"); isPerson {
			parsed.nick = nick
		}
		rest = strings.TrimLeft(after, " ")
	}
	middle, trailing, hasTrailing := strings.Cut(" "+rest, " :")
	words := strings.Fields(middle)
	if len(words) > 0 {
		parsed.command, parsed.params = strings.ToUpper(words[0]), words[1:]
	}
	if hasTrailing {
		parsed.params = append(parsed.params, trailing)
	}
	return parsed
}

func (l line) param(index int) string {
	if index >= len(l.params) {
		return ""
	}
	return l.params[index]
}

// last is what a server says in words.
func (l line) last() string {
	return l.param(len(l.params) - 1)
}

func (l line) time() time.Time {
	if at, err := time.Parse(time.RFC3339, l.tags["time"]); err == nil {
		return at
	}
	return time.Now()
}

var formatting = regexp.MustCompile("\x03(?:\\d{1,2}(?:,\\d{1,2})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")

// readText tells what was said, and whether as an action ("/me"). Other requests in a message (CTCP) say nothing.
func readText(said string) (text string, isAction, isSaid bool) {
	if strings.HasPrefix(said, "\x01") {
		action, found := strings.CutPrefix(strings.TrimSuffix(said, "\x01"), "\x01ACTION ")
		return formatting.ReplaceAllString(action, ""), true, found
	}
	return formatting.ReplaceAllString(said, ""), false, true
}
