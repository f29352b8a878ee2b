package main

import (
	"context"
	"errors"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"
)

// sent is the network's answer to something that was sent.
type sent struct {
	ID networkid.MessageID `json:"id"`
	// Milliseconds since the epoch; 0 = the event's own.
	TS int64 `json:"ts"`
	// Its ID comes later, with a message of the same transaction.
	IsPending bool `json:"is_pending"`
}

func (c *client) send(ctx context.Context, kind string, portal *bridgev2.Portal, with map[string]any) (*sent, error) {
	with["kind"] = kind
	with["chat"] = portal.ID
	var answer sent
	if err := c.ask(ctx, "send", with, &answer); err != nil {
		return nil, sendError(err)
	}
	return &answer, nil
}

// sendError is what the test wants to become of it: the framework's own handling of an unknown error when it does not say.
func sendError(err error) error {
	var no *refusal
	if !errors.As(err, &no) || no.Status == "" {
		return err
	}
	return bridgev2.WrapErrorInStatus(errors.New(no.Message)).
		WithStatus(event.MessageStatus(no.Status)).
		WithErrorReason(event.MessageStatusReason(no.Reason)).
		WithMessage(no.Message).
		WithIsCertain(true)
}

func (c *client) HandleMatrixMessage(ctx context.Context, msg *bridgev2.MatrixMessage) (*bridgev2.MatrixMessageResponse, error) {
	with := map[string]any{"content": msg.Event.Content.Raw, "type": msg.Event.Type.Type, "transaction": msg.Event.ID}
	if msg.ReplyTo != nil {
		with["reply_to"] = msg.ReplyTo.ID
	}
	if msg.ThreadRoot != nil {
		with["thread"] = msg.ThreadRoot.ID
	}
	if msg.Content.URL != "" {
		bytes, err := c.network.bridge.Bot.DownloadMedia(ctx, msg.Content.URL, msg.Content.File)
		if err != nil {
			return nil, err
		}
		with["file"] = bytes
	}
	transaction := networkid.TransactionID(msg.Event.ID)
	message := &database.Message{SenderID: c.GetUserID()}
	msg.AddPendingToSave(message, transaction, nil)
	answer, err := c.send(ctx, "message", msg.Portal, with)
	if err != nil {
		msg.RemovePending(transaction)
		return nil, err
	} else if answer.IsPending {
		return &bridgev2.MatrixMessageResponse{DB: message, Pending: true}, nil
	}
	msg.RemovePending(transaction)
	message.ID = answer.ID
	if answer.TS > 0 {
		message.Timestamp = time.UnixMilli(answer.TS)
	}
	return &bridgev2.MatrixMessageResponse{DB: message}, nil
}

func (c *client) HandleMatrixEdit(ctx context.Context, msg *bridgev2.MatrixEdit) error {
	_, err := c.send(ctx, "edit", msg.Portal, map[string]any{"target": msg.EditTarget.ID, "body": msg.Content.Body, "html": msg.Content.FormattedBody})
	return err
}

func (c *client) PreHandleMatrixReaction(_ context.Context, msg *bridgev2.MatrixReaction) (bridgev2.MatrixReactionPreResponse, error) {
	key := msg.Content.RelatesTo.Key
	return bridgev2.MatrixReactionPreResponse{SenderID: c.GetUserID(), EmojiID: networkid.EmojiID(key), Emoji: key}, nil
}

func (c *client) HandleMatrixReaction(ctx context.Context, msg *bridgev2.MatrixReaction) (*database.Reaction, error) {
	_, err := c.send(ctx, "reaction", msg.Portal, map[string]any{"target": msg.TargetMessage.ID, "key": msg.PreHandleResp.Emoji})
	return &database.Reaction{}, err
}

func (c *client) HandleMatrixReactionRemove(ctx context.Context, msg *bridgev2.MatrixReactionRemove) error {
	target := msg.TargetReaction
	_, err := c.send(ctx, "reaction_remove", msg.Portal, map[string]any{"target": target.MessageID, "key": target.EmojiID})
	return err
}

func (c *client) HandleMatrixMessageRemove(ctx context.Context, msg *bridgev2.MatrixMessageRemove) error {
	_, err := c.send(ctx, "remove", msg.Portal, map[string]any{"target": msg.TargetMessage.ID, "content": msg.Event.Content.Raw})
	return err
}

func (c *client) HandleMatrixReadReceipt(ctx context.Context, msg *bridgev2.MatrixReadReceipt) error {
	with := map[string]any{"up_to": msg.ReadUpTo.UnixMilli()}
	if msg.ExactMessage != nil {
		with["target"] = msg.ExactMessage.ID
	}
	_, err := c.send(ctx, "read", msg.Portal, with)
	return err
}

func (c *client) HandleMatrixTyping(ctx context.Context, msg *bridgev2.MatrixTyping) error {
	_, err := c.send(ctx, "typing", msg.Portal, map[string]any{"is_typing": msg.IsTyping})
	return err
}

func (c *client) HandleMatrixRoomName(ctx context.Context, msg *bridgev2.MatrixRoomName) (bool, error) {
	if _, err := c.send(ctx, "name", msg.Portal, map[string]any{"name": msg.Content.Name}); err != nil {
		return false, err
	}
	msg.Portal.Name = msg.Content.Name
	msg.Portal.NameSet = true
	return true, nil
}

func (c *client) HandleMatrixRoomTopic(ctx context.Context, msg *bridgev2.MatrixRoomTopic) (bool, error) {
	if _, err := c.send(ctx, "topic", msg.Portal, map[string]any{"topic": msg.Content.Topic}); err != nil {
		return false, err
	}
	msg.Portal.Topic = msg.Content.Topic
	msg.Portal.TopicSet = true
	return true, nil
}

func (c *client) HandleMatrixRoomAvatar(ctx context.Context, msg *bridgev2.MatrixRoomAvatar) (bool, error) {
	var bytes []byte
	if msg.Content.URL != "" {
		var err error
		if bytes, err = c.network.bridge.Bot.DownloadMedia(ctx, msg.Content.URL, nil); err != nil {
			return false, err
		}
	}
	if _, err := c.send(ctx, "picture", msg.Portal, map[string]any{"file": bytes}); err != nil {
		return false, err
	}
	msg.Portal.AvatarMXC = msg.Content.URL
	msg.Portal.AvatarID = networkid.AvatarID(msg.Content.URL)
	msg.Portal.AvatarSet = true
	return true, nil
}

func (c *client) HandleMatrixDisappearingTimer(ctx context.Context, msg *bridgev2.MatrixDisappearingTimer) (bool, error) {
	if _, err := c.send(ctx, "expiry", msg.Portal, map[string]any{"expiry": msg.Content}); err != nil {
		return false, err
	}
	msg.Portal.Disappear = database.DisappearingSettingFromEvent(msg.Content)
	return true, nil
}

func (c *client) HandleMatrixDeleteChat(ctx context.Context, msg *bridgev2.MatrixDeleteChat) error {
	_, err := c.send(ctx, "delete_chat", msg.Portal, map[string]any{"for_everyone": msg.Content.DeleteForEveryone})
	return err
}

func (c *client) HandleMatrixAcceptMessageRequest(ctx context.Context, msg *bridgev2.MatrixAcceptMessageRequest) error {
	_, err := c.send(ctx, "accept", msg.Portal, map[string]any{})
	return err
}

var (
	_ bridgev2.EditHandlingNetworkAPI            = (*client)(nil)
	_ bridgev2.ReactionHandlingNetworkAPI        = (*client)(nil)
	_ bridgev2.RedactionHandlingNetworkAPI       = (*client)(nil)
	_ bridgev2.ReadReceiptHandlingNetworkAPI     = (*client)(nil)
	_ bridgev2.TypingHandlingNetworkAPI          = (*client)(nil)
	_ bridgev2.RoomNameHandlingNetworkAPI        = (*client)(nil)
	_ bridgev2.RoomTopicHandlingNetworkAPI       = (*client)(nil)
	_ bridgev2.RoomAvatarHandlingNetworkAPI      = (*client)(nil)
	_ bridgev2.DisappearTimerChangingNetworkAPI  = (*client)(nil)
	_ bridgev2.DeleteChatHandlingNetworkAPI      = (*client)(nil)
	_ bridgev2.MessageRequestAcceptingNetworkAPI = (*client)(nil)
)
