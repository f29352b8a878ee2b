package main

import (
	"context"
	"errors"
	"time"

	"maunium.net/go/mautrix/bridgev2/status"
)

// run is the time from Connect to Disconnect.
type run struct {
	cancel context.CancelFunc
	ended  chan struct{}
}

const (
	firstPause = 500 * time.Millisecond
	maxPause   = 5 * time.Second
)

// run goes on until Disconnect, with a connection that is there already or one of its own.
func (c *client) run(first *connection) {
	ctx, cancel := context.WithCancel(c.login.Bridge.BackgroundCtx)
	mine := &run{cancel: cancel, ended: make(chan struct{})}
	c.lock.Lock()
	before := c.running
	c.running = mine
	c.lock.Unlock()
	before.stop()
	go func() {
		defer close(mine.ended)
		c.keepConnected(ctx, first)
	}()
}

func (r *run) stop() {
	if r == nil {
		return
	}
	r.cancel()
	<-r.ended
}

func (c *client) keepConnected(ctx context.Context, next *connection) {
	if next == nil {
		c.tell(status.StateConnecting, "", "")
	}
	for pause := firstPause; ctx.Err() == nil; pause = min(maxPause, 2*pause) {
		var err error
		if next == nil {
			next, err = dial(ctx, c.settings)
		}
		if next != nil {
			pause = firstPause
			err = c.serve(ctx, next)
			next = nil
		}
		var refused *rejection
		switch {
		case ctx.Err() != nil:
			return
		case errors.As(err, &refused) && refused.isLasting:
			c.isRefused.Store(true)
			c.tell(status.StateBadCredentials, "irc-refused", refused.words)
			return
		default:
			c.tell(status.StateTransientDisconnect, "irc-disconnected", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (c *client) tell(state status.BridgeStateEvent, code status.BridgeStateErrorCode, words string) {
	c.login.BridgeState.Send(status.BridgeState{StateEvent: state, Error: code, Message: words})
}

// serve reads until the connection ends. What is read waits in a queue without bounds, so that the confirmation of a message is never
// held up by the delivery of others.
func (c *client) serve(ctx context.Context, on *connection) error {
	events := newQueue()
	defer events.close()
	go events.deliver(c.login)
	end := context.AfterFunc(ctx, func() { on.close("Bye") })
	defer end()
	defer close(on.lost)
	defer on.close("")
	c.adopt(on)
	defer c.abandon(on)
	c.tell(status.StateConnected, "", "")
	for _, name := range c.wantedChannels() {
		on.write("JOIN " + name)
	}
	for {
		read, err := on.read()
		if err != nil {
			return &rejection{words: "The connection to " + c.settings.Server + " was lost."}
		}
		on.settle(read)
		if read.command == "PING" {
			on.write("PONG :" + read.last())
			continue
		}
		for _, happened := range c.take(on, read) {
			events.add(happened)
		}
	}
}

func (c *client) adopt(on *connection) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.connection = on
	c.channels = make(map[string]*channel)
}

func (c *client) abandon(on *connection) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.connection == on {
		c.connection = nil
	}
}

func (c *client) current() *connection {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.connection
}
