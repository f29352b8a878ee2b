package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
)

// frame is one line. Both sides ask, and answer by the number of what they were asked.
type frame struct {
	ID      int             `json:"id"`
	Ask     string          `json:"ask,omitempty"`
	With    json.RawMessage `json:"with,omitempty"`
	Answer  json.RawMessage `json:"answer,omitempty"`
	Refusal *refusal        `json:"refusal,omitempty"`
}

// refusal is the test's way of saying no. What the fields mean depends on what was asked.
type refusal struct {
	Code       string `json:"code,omitempty"`
	HTTPStatus int    `json:"http_status,omitempty"`
	Status     string `json:"status,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Message    string `json:"message"`
}

func (r *refusal) Error() string { return r.Message }

type control struct {
	conn    net.Conn
	serve   func(ask string, with json.RawMessage) (any, error)
	lock    sync.Mutex
	lastID  int
	waiting map[int]chan frame
}

func dial(address string, serve func(string, json.RawMessage) (any, error)) (*control, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	c := &control{conn: conn, serve: serve, waiting: make(map[int]chan frame)}
	go c.read()
	return c, nil
}

func (c *control) read() {
	lines := bufio.NewScanner(c.conn)
	lines.Buffer(nil, 256<<20)
	for lines.Scan() {
		var f frame
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			panic(fmt.Errorf("unreadable line from the test: %w", err))
		}
		if f.Ask != "" {
			// In order: what happens on the network is queued by the framework without waiting.
			c.reply(f)
			continue
		}
		c.lock.Lock()
		waiter := c.waiting[f.ID]
		delete(c.waiting, f.ID)
		c.lock.Unlock()
		if waiter != nil {
			waiter <- f
		}
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, waiter := range c.waiting {
		close(waiter)
	}
	c.waiting = nil
}

func (c *control) reply(f frame) {
	answer, err := c.serve(f.Ask, f.With)
	reply := frame{ID: f.ID}
	if err != nil {
		reply.Refusal = &refusal{Message: err.Error()}
	} else {
		reply.Answer, _ = json.Marshal(answer)
	}
	_ = c.write(reply)
}

func (c *control) write(f frame) error {
	line, err := json.Marshal(f)
	if err != nil {
		return err
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	_, err = c.conn.Write(append(line, '\n'))
	return err
}

var errTestGone = errors.New("the test has gone")

// ask returns a *refusal when the test says no.
func (c *control) ask(ctx context.Context, what string, with, answer any) error {
	params, err := json.Marshal(with)
	if err != nil {
		return err
	}
	waiter := make(chan frame, 1)
	c.lock.Lock()
	if c.waiting == nil {
		c.lock.Unlock()
		return errTestGone
	}
	c.lastID++
	id := c.lastID
	c.waiting[id] = waiter
	c.lock.Unlock()
	if err = c.write(frame{ID: id, Ask: what, With: params}); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case f, ok := <-waiter:
		if !ok {
			return errTestGone
		} else if f.Refusal != nil {
			return f.Refusal
		} else if answer == nil || len(f.Answer) == 0 {
			return nil
		}
		return json.Unmarshal(f.Answer, answer)
	}
}
