package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// connection is one registered connection to a server.
type connection struct {
	socket net.Conn
	reader *bufio.Reader
	nick   string

	writing sync.Mutex
	// One command is confirmed at a time: what the server refuses in the meantime is about this one.
	confirming sync.Mutex
	waiting    sync.Mutex
	token      string
	refused    string
	answer     chan string
	count      int
	lost       chan struct{}
}

// rejection is the server's refusal of a connection.
type rejection struct {
	words string
	// No repetition helps.
	isLasting bool
}

func (r *rejection) Error() string { return r.words }

var (
	errLost    = errors.New("the connection to the server was lost before it had confirmed this")
	errNoReply = errors.New("the server did not confirm this in time")
)

const (
	dialLimit    = 10 * time.Second
	confirmLimit = 8 * time.Second
	// A server asks within this; silence for longer means that it is gone.
	silenceLimit = 5 * time.Minute
)

// dial connects and registers, and returns a *rejection when the server says no.
func dial(ctx context.Context, to *settings) (*connection, error) {
	dialer := net.Dialer{Timeout: dialLimit}
	socket, err := dialer.DialContext(ctx, "tcp", to.Server)
	if err != nil {
		return nil, &rejection{words: fmt.Sprintf("The server %s cannot be reached (%s).", to.Server, reasonOf(err))}
	}
	c := &connection{socket: socket, reader: bufio.NewReaderSize(socket, 64*1024), lost: make(chan struct{})}
	end := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer end()
	if err = c.register(to); err != nil {
		_ = socket.Close()
		return nil, err
	}
	return c, nil
}

func reasonOf(err error) string {
	var inner *net.OpError
	if errors.As(err, &inner) {
		return inner.Err.Error()
	}
	return err.Error()
}

func (c *connection) register(to *settings) error {
	for _, name := range []string{"message-tags", "server-time"} {
		c.write("CAP REQ :" + name)
	}
	c.write("CAP END")
	if to.Password != "" {
		c.write("PASS " + to.Password)
	}
	c.write("NICK " + to.Nick)
	c.write("USER " + to.Nick + " 0 * :" + to.Nick)
	for {
		read, err := c.read()
		if err != nil {
			return &rejection{words: fmt.Sprintf("The server %s ended the connection.", to.Server)}
		}
		switch read.command {
		case "PING":
			c.write("PONG :" + read.last())
		case "001":
			c.nick = read.param(0)
			return nil
		case "433", "436", "437":
			return &rejection{words: fmt.Sprintf("The nick %s is in use there.", to.Nick)}
		case "432":
			return &rejection{words: fmt.Sprintf("The server does not allow the nick %s.", to.Nick), isLasting: true}
		case "464", "465", "463":
			return &rejection{words: "The server refuses: " + read.last(), isLasting: true}
		case "ERROR":
			return &rejection{words: "The server refuses: " + read.last(), isLasting: isLastingError(read.last())}
		}
	}
}

var lastingErrors = regexp.MustCompile(`(?i)password|access denied|banned|lined`)

func isLastingError(words string) bool { return lastingErrors.MatchString(words) }

func (c *connection) read() (line, error) {
	_ = c.socket.SetReadDeadline(time.Now().Add(silenceLimit))
	raw, err := c.reader.ReadString('\n')
	return parseLine(raw), err
}

func (c *connection) write(text string) {
	c.writing.Lock()
	defer c.writing.Unlock()
	// A failure shows where it is read.
	_, _ = c.socket.Write([]byte(strings.NewReplacer("\r", "", "\n", " ").Replace(text) + "\r\n"))
}

func (c *connection) close(words string) {
	if words != "" {
		_ = c.socket.SetWriteDeadline(time.Now().Add(time.Second))
		c.write("QUIT :" + words)
	}
	_ = c.socket.Close()
}

// Replies that refuse a command (RFC 2812, 5.2).
var refusals = []string{
	"401", "403", "404", "405", "407", "411", "412", "413", "414", "415", "437", "441", "442", "443", "461", "471", "472", "473", "474", "475", "476",
	"477", "478", "481", "482", "489", "531", "716",
}

// confirmed sends a command and a question after it: the answer to the question says that the server has dealt with the command.
func (c *connection) confirmed(ctx context.Context, command string) error {
	c.confirming.Lock()
	defer c.confirming.Unlock()
	c.waiting.Lock()
	c.count++
	c.token = fmt.Sprintf("confirm-%d", c.count)
	c.refused = ""
	answer := make(chan string, 1)
	c.answer = answer
	c.waiting.Unlock()
	c.write(command)
	c.write("PING :" + c.token)
	limit := time.NewTimer(confirmLimit)
	defer limit.Stop()
	select {
	case refused := <-answer:
		if refused != "" {
			return &rejection{words: refused}
		}
		return nil
	case <-c.lost:
		return errLost
	case <-limit.C:
		return errNoReply
	case <-ctx.Done():
		return errNoReply
	}
}

// settle looks whether a line belongs to the command that is being confirmed.
func (c *connection) settle(read line) {
	c.waiting.Lock()
	defer c.waiting.Unlock()
	switch {
	case c.answer == nil:
	case read.command == "PONG" && read.last() == c.token:
		c.answer <- c.refused
		c.answer = nil
	case slices.Contains(refusals, read.command):
		c.refused = read.last()
	}
}
