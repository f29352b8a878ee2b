package main

import (
	"context"
	"fmt"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/bridgev2/simplevent"
	"maunium.net/go/mautrix/bridgev2/status"
)

// happening is something that happens on the network, as a login sees it. Which fields count depends on the kind.
type happening struct {
	Kind   string                `json:"kind"`
	Login  networkid.UserLoginID `json:"login"`
	Chat   networkid.PortalID    `json:"chat"`
	Sender networkid.UserID      `json:"sender"`
	// Milliseconds since the epoch; 0 = now.
	TS int64               `json:"ts"`
	ID networkid.MessageID `json:"id"`
	// What the network calls the message that was sent from here.
	Transaction networkid.TransactionID `json:"transaction"`
	body
	Target   networkid.MessageID   `json:"target"`
	Targets  []networkid.MessageID `json:"targets"`
	Key      string                `json:"key"`
	IsUnread bool                  `json:"is_unread"`
	// Milliseconds.
	Timeout int64               `json:"timeout"`
	Info    *chat               `json:"info"`
	State   *status.BridgeState `json:"state"`
	// What the chat is called by the network from now on.
	To networkid.PortalID `json:"to"`
	// The reactions of everybody to the target.
	Reactions []reaction `json:"reactions"`
	// Milliseconds since the epoch of the newest message that the network has.
	Latest int64 `json:"latest"`
}

type reaction struct {
	Sender networkid.UserID `json:"sender"`
	Key    string           `json:"key"`
	TS     int64            `json:"ts"`
}

func (c *client) happen(ctx context.Context, what *happening) error {
	switch what.Kind {
	case "state":
		c.tell(*what.State)
		return nil
	case "rename_chat":
		_, _, err := c.network.bridge.ReIDPortal(ctx, c.key(what.Chat), c.key(what.To))
		return err
	}
	evt, err := c.remoteEvent(what)
	if err != nil {
		return err
	}
	if result := c.login.QueueRemoteEvent(evt); result.Error != nil {
		return result.Error
	}
	return nil
}

func (c *client) remoteEvent(what *happening) (bridgev2.RemoteEvent, error) {
	meta := func(kind bridgev2.RemoteEventType) simplevent.EventMeta {
		about := simplevent.EventMeta{Type: kind, PortalKey: c.key(what.Chat), Sender: c.sender(what.Sender)}
		if what.TS > 0 {
			about.Timestamp = time.UnixMilli(what.TS)
		}
		return about
	}
	switch what.Kind {
	case "message":
		about := meta(bridgev2.RemoteEventMessage).WithCreatePortal(true)
		return &simplevent.Message[*body]{
			EventMeta: about, Data: &what.body, ID: what.ID, TransactionID: what.Transaction, ConvertMessageFunc: c.convert,
		}, nil
	case "edit":
		about := meta(bridgev2.RemoteEventEdit)
		return &simplevent.Message[*body]{
			EventMeta: about, Data: &what.body, ID: what.ID, TargetMessage: what.Target, ConvertEditFunc: c.convertEdit,
		}, nil
	case "reaction", "reaction_remove":
		kind := bridgev2.RemoteEventReaction
		if what.Kind == "reaction_remove" {
			kind = bridgev2.RemoteEventReactionRemove
		}
		return &simplevent.Reaction{
			EventMeta: meta(kind), TargetMessage: what.Target, EmojiID: networkid.EmojiID(what.Key), Emoji: what.Key,
		}, nil
	case "reaction_sync":
		about := meta(bridgev2.RemoteEventReactionSync)
		return &simplevent.ReactionSync{EventMeta: about, TargetMessage: what.Target, Reactions: c.allReactions(what.Reactions)}, nil
	case "remove":
		about := meta(bridgev2.RemoteEventMessageRemove)
		return &simplevent.MessageRemove{EventMeta: about, TargetMessage: what.Target}, nil
	case "read":
		about := meta(bridgev2.RemoteEventReadReceipt)
		return &simplevent.Receipt{EventMeta: about, LastTarget: what.Target, ReadUpTo: about.Timestamp}, nil
	case "delivered":
		return &simplevent.Receipt{EventMeta: meta(bridgev2.RemoteEventDeliveryReceipt), Targets: what.Targets}, nil
	case "typing":
		about := meta(bridgev2.RemoteEventTyping)
		return &simplevent.Typing{EventMeta: about, Timeout: time.Duration(what.Timeout) * time.Millisecond}, nil
	case "unread":
		return &simplevent.MarkUnread{EventMeta: meta(bridgev2.RemoteEventMarkUnread), Unread: what.IsUnread}, nil
	case "change":
		about := meta(bridgev2.RemoteEventChatInfoChange)
		return &simplevent.ChatInfoChange{EventMeta: about, ChatInfoChange: what.Info.change(c)}, nil
	case "chat":
		about := meta(bridgev2.RemoteEventChatResync).WithCreatePortal(true)
		resync := &simplevent.ChatResync{EventMeta: about, GetChatInfoFunc: c.GetChatInfo}
		if what.Latest > 0 {
			resync.LatestMessageTS = time.UnixMilli(what.Latest)
		}
		return resync, nil
	case "gone":
		return &simplevent.ChatDelete{EventMeta: meta(bridgev2.RemoteEventChatDelete)}, nil
	default:
		return nil, fmt.Errorf("nothing like %s happens here", what.Kind)
	}
}

func (c *client) convertEdit(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, existing []*database.Message, what *body) (*bridgev2.ConvertedEdit, error) {
	converted, err := c.convert(ctx, portal, intent, what)
	if err != nil {
		return nil, err
	}
	return &bridgev2.ConvertedEdit{ModifiedParts: []*bridgev2.ConvertedEditPart{converted.Parts[0].ToEditPart(existing[0])}}, nil
}

func (c *client) allReactions(reactions []reaction) *bridgev2.ReactionSyncData {
	data := &bridgev2.ReactionSyncData{HasAllUsers: true, Users: make(map[networkid.UserID]*bridgev2.ReactionSyncUser)}
	for _, one := range c.backfillReactions(reactions) {
		user := data.Users[one.Sender.Sender]
		if user == nil {
			user = &bridgev2.ReactionSyncUser{HasAllReactions: true}
			data.Users[one.Sender.Sender] = user
		}
		user.Reactions = append(user.Reactions, one)
	}
	return data
}

func (c *client) backfillReactions(reactions []reaction) []*bridgev2.BackfillReaction {
	converted := make([]*bridgev2.BackfillReaction, 0, len(reactions))
	for _, one := range reactions {
		item := &bridgev2.BackfillReaction{Sender: c.sender(one.Sender), EmojiID: networkid.EmojiID(one.Key), Emoji: one.Key}
		if one.TS > 0 {
			item.Timestamp = time.UnixMilli(one.TS)
		}
		converted = append(converted, item)
	}
	return converted
}
