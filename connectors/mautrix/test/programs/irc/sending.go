package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/event"
)

// A line has 512 bytes, of which the server adds some of its own.
const maxLineBytes = 400

var errNotConnected = errors.New("the server is not connected")

// HandleMatrixMessage says it line by line, and returns once the server has dealt with the last.
func (c *client) HandleMatrixMessage(ctx context.Context, message *bridgev2.MatrixMessage) (*bridgev2.MatrixMessageResponse, error) {
	on := c.current()
	if on == nil {
		return nil, bridgev2.WrapErrorInStatus(errNotConnected).WithIsCertain(true).WithErrorAsMessage()
	}
	commands, err := commandsFor(c.target(message.Portal), message.Content)
	if err != nil {
		return nil, err
	}
	for _, command := range commands {
		if err := on.confirmed(ctx, command); err != nil {
			return nil, statusOf(err)
		}
	}
	return &bridgev2.MatrixMessageResponse{DB: &database.Message{
		ID:        messageID(""),
		SenderID:  c.GetUserID(),
		Timestamp: time.Now(),
	}}, nil
}

func (c *client) target(portal *bridgev2.Portal) string {
	c.lock.Lock()
	defer c.lock.Unlock()
	if known := c.channels[string(portal.ID)]; known != nil {
		return known.name
	}
	return string(portal.ID)
}

func commandsFor(target string, content *event.MessageEventContent) ([]string, error) {
	if content.MsgType != event.MsgText && content.MsgType != event.MsgEmote {
		return nil, bridgev2.ErrUnsupportedMessageType
	}
	var commands []string
	for _, text := range strings.Split(content.Body, "\n") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		if len(text) > maxLineBytes {
			return nil, permanent("A line on IRC is no longer than 400 bytes.")
		}
		action, isAction := strings.CutPrefix(text, "/me ")
		if isAction || content.MsgType == event.MsgEmote {
			text = "\x01ACTION " + action + "\x01"
		}
		commands = append(commands, "PRIVMSG "+target+" :"+text)
	}
	return commands, nil
}

// statusOf: what the server refused was not said; of what it did not answer nobody knows.
func statusOf(err error) error {
	var refused *rejection
	if errors.As(err, &refused) {
		return permanent("The server refuses: " + refused.words)
	}
	return bridgev2.WrapErrorInStatus(err).WithIsCertain(false).WithErrorAsMessage()
}

func permanent(words string) error {
	return bridgev2.WrapErrorInStatus(errors.New(words)).
		WithStatus(event.MessageStatusFail).
		WithErrorReason(event.MessageStatusNetworkError).
		WithIsCertain(true).
		WithErrorAsMessage()
}

func (c *client) HandleMatrixRoomTopic(ctx context.Context, change *bridgev2.MatrixRoomTopic) (bool, error) {
	on := c.current()
	if on == nil {
		return false, errNotConnected
	}
	topic := change.Content.Topic
	if err := on.confirmed(ctx, "TOPIC "+c.target(change.Portal)+" :"+topic); err != nil {
		return false, statusOf(err)
	}
	change.Portal.Topic, change.Portal.TopicSet = topic, true
	return true, nil
}

// HandleMatrixDeleteChat leaves the channel; a direct chat is only forgotten.
func (c *client) HandleMatrixDeleteChat(ctx context.Context, request *bridgev2.MatrixDeleteChat) error {
	name := c.target(request.Portal)
	on := c.current()
	if !isChannel(name) || on == nil {
		return nil
	}
	c.remember(name, false)
	return on.confirmed(ctx, "PART "+name)
}
