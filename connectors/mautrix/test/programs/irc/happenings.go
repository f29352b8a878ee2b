package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/bridgev2/simplevent"
	"maunium.net/go/mautrix/event"
)

type channel struct {
	name    string
	topic   string
	members map[string]string
}

// take reads what a line means, keeps it, and returns what the framework is to be told.
func (c *client) take(on *connection, read line) []bridgev2.RemoteEvent {
	c.lock.Lock()
	defer c.lock.Unlock()
	if read.nick != "" {
		c.seen.Store(fold(read.nick), read.nick)
	}
	isMe := read.nick != "" && fold(read.nick) == fold(on.nick)
	switch read.command {
	case "PRIVMSG", "NOTICE":
		return c.said(on, read)
	case "JOIN":
		if isMe {
			c.channels[fold(read.param(0))] = &channel{name: read.param(0), members: make(map[string]string)}
			return nil
		}
		return c.came(read, read.param(0))
	case "353":
		c.listed(read)
	case "366":
		return c.joined(read.param(1))
	case "332":
		c.topicIs(read.param(1), read.last())
	case "TOPIC":
		return c.topicIs(read.param(0), read.last())
	case "PART":
		return c.left(read.param(0), read.nick, isMe, read.time())
	case "KICK":
		return c.left(read.param(0), read.param(1), fold(read.param(1)) == fold(on.nick), read.time())
	case "QUIT":
		return c.gone(read)
	case "NICK":
		if isMe {
			on.nick = read.param(0)
		}
		return c.renamed(read, isMe)
	}
	return nil
}

func (c *client) said(on *connection, read line) []bridgev2.RemoteEvent {
	text, isAction, isSaid := readText(read.last())
	if read.nick == "" || !isSaid {
		return nil
	}
	chat := read.param(0)
	if fold(chat) == fold(on.nick) {
		chat = read.nick
	}
	content := &event.MessageEventContent{MsgType: event.MsgText, Body: text}
	if isAction {
		content.MsgType = event.MsgEmote
	} else if read.command == "NOTICE" {
		content.MsgType = event.MsgNotice
	}
	meta := c.meta(chat, bridgev2.RemoteEventMessage, read.time())
	meta.Sender = c.sender(read.nick)
	meta.CreatePortal = true
	return []bridgev2.RemoteEvent{&simplevent.PreConvertedMessage{
		EventMeta: meta,
		ID:        messageID(read.tags["msgid"]),
		Data: &bridgev2.ConvertedMessage{Parts: []*bridgev2.ConvertedMessagePart{
			{Type: event.EventMessage, Content: content},
		}},
	}}
}

var lastMessage atomic.Int64

// messageID is the server's own name of a message, or one of ours: most servers have none.
func messageID(given string) networkid.MessageID {
	if given != "" {
		return networkid.MessageID(given)
	}
	return networkid.MessageID(fmt.Sprintf("ours-%d-%d", time.Now().UnixNano(), lastMessage.Add(1)))
}

func (c *client) meta(chat string, kind bridgev2.RemoteEventType, at time.Time) simplevent.EventMeta {
	return simplevent.EventMeta{Type: kind, PortalKey: c.portalKey(chat), Timestamp: at}
}

func (c *client) portalKey(chat string) networkid.PortalKey {
	return networkid.PortalKey{ID: networkid.PortalID(fold(chat)), Receiver: c.login.ID}
}

func (c *client) listed(read line) {
	known := c.channels[fold(read.param(2))]
	if known == nil {
		return
	}
	for _, nick := range splitNames(read.last()) {
		c.seen.Store(fold(nick), nick)
		known.members[fold(nick)] = nick
	}
}

// joined is told when the list of members is complete, which it is after a JOIN of our own.
func (c *client) joined(name string) []bridgev2.RemoteEvent {
	known := c.channels[fold(name)]
	if known == nil {
		return nil
	}
	meta := c.meta(name, bridgev2.RemoteEventChatResync, time.Now())
	meta.CreatePortal = true
	return []bridgev2.RemoteEvent{&simplevent.ChatResync{EventMeta: meta, GetChatInfoFunc: func(_ context.Context, _ *bridgev2.Portal) (*bridgev2.ChatInfo, error) {
		return c.chatInfo(name), nil
	}}}
}

func (c *client) topicIs(name, topic string) []bridgev2.RemoteEvent {
	if known := c.channels[fold(name)]; known != nil {
		known.topic = topic
	}
	return []bridgev2.RemoteEvent{c.change(name, time.Now(), &bridgev2.ChatInfoChange{ChatInfo: &bridgev2.ChatInfo{Topic: &topic}})}
}

func (c *client) change(chat string, at time.Time, what *bridgev2.ChatInfoChange) bridgev2.RemoteEvent {
	return &simplevent.ChatInfoChange{EventMeta: c.meta(chat, bridgev2.RemoteEventChatInfoChange, at), ChatInfoChange: what}
}

func (c *client) memberChange(chat, nick string, now event.Membership, at time.Time) bridgev2.RemoteEvent {
	sender := c.sender(nick)
	member := bridgev2.ChatMember{EventSender: sender, Membership: now}
	if now == event.MembershipJoin {
		member.UserInfo = c.person(nick)
	}
	return c.change(chat, at, &bridgev2.ChatInfoChange{
		MemberChanges: &bridgev2.ChatMemberList{MemberMap: bridgev2.ChatMemberMap{sender.Sender: member}},
	})
}

func (c *client) came(read line, name string) []bridgev2.RemoteEvent {
	if known := c.channels[fold(name)]; known != nil {
		known.members[fold(read.nick)] = read.nick
	}
	return []bridgev2.RemoteEvent{c.memberChange(name, read.nick, event.MembershipJoin, read.time())}
}

func (c *client) left(name, nick string, isMe bool, at time.Time) []bridgev2.RemoteEvent {
	if known := c.channels[fold(name)]; known != nil {
		delete(known.members, fold(nick))
	}
	if isMe {
		delete(c.channels, fold(name))
		go c.remember(name, false)
	}
	return []bridgev2.RemoteEvent{c.memberChange(name, nick, event.MembershipLeave, at)}
}

func (c *client) gone(read line) []bridgev2.RemoteEvent {
	var told []bridgev2.RemoteEvent
	for _, known := range c.channels {
		if _, isIn := known.members[fold(read.nick)]; isIn {
			told = append(told, c.left(known.name, read.nick, false, read.time())...)
		}
	}
	return told
}

// renamed: a nick is all there is of a person, so another nick is another person.
func (c *client) renamed(read line, isMe bool) []bridgev2.RemoteEvent {
	var told []bridgev2.RemoteEvent
	for _, known := range c.channels {
		if _, isIn := known.members[fold(read.nick)]; !isIn {
			continue
		}
		delete(known.members, fold(read.nick))
		c.seen.Store(fold(read.param(0)), read.param(0))
		known.members[fold(read.param(0))] = read.param(0)
		if isMe {
			continue
		}
		told = append(told,
			c.memberChange(known.name, read.nick, event.MembershipLeave, read.time()),
			c.memberChange(known.name, read.param(0), event.MembershipJoin, read.time()),
		)
	}
	return told
}
