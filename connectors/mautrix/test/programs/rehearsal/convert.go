package main

import (
	"context"
	"encoding/json"
	"strings"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"
)

// part is one event of a message.
type part struct {
	ID networkid.PartID `json:"id"`
	// `m.room.message` when empty.
	Type    string          `json:"type"`
	Content json.RawMessage `json:"content"`
	// Fields that the framework's own content does not have.
	Extra map[string]any `json:"extra"`
	// Who is addressed; links to `user:ID` in the HTML become links to them as well.
	Mentions []networkid.UserID `json:"mentions"`
	File     *file              `json:"file"`
}

type file struct {
	Bytes []byte `json:"bytes"`
	Name  string `json:"name"`
	Type  string `json:"type"`
}

// body is what a message says, how it hangs together with others, and how long it stays.
type body struct {
	Parts   []part               `json:"parts"`
	ReplyTo networkid.MessageID  `json:"reply_to"`
	Thread  *networkid.MessageID `json:"thread"`
	Expiry  *expiry              `json:"expiry"`
}

func (c *client) convert(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, what *body) (*bridgev2.ConvertedMessage, error) {
	message := &bridgev2.ConvertedMessage{ThreadRoot: what.Thread}
	if what.ReplyTo != "" {
		message.ReplyTo = &networkid.MessageOptionalPartID{MessageID: what.ReplyTo}
	}
	if what.Expiry != nil {
		message.Disappear = *what.Expiry.setting()
	}
	for _, one := range what.Parts {
		converted, err := c.convertPart(ctx, portal, intent, &one)
		if err != nil {
			return nil, err
		}
		message.Parts = append(message.Parts, converted)
	}
	return message, nil
}

func (c *client) convertPart(ctx context.Context, portal *bridgev2.Portal, intent bridgev2.MatrixAPI, one *part) (*bridgev2.ConvertedMessagePart, error) {
	content := &event.MessageEventContent{Mentions: &event.Mentions{}}
	if err := json.Unmarshal(one.Content, content); err != nil {
		return nil, err
	}
	for _, userID := range one.Mentions {
		ghost, err := c.network.bridge.GetGhostByID(ctx, userID)
		if err != nil {
			return nil, err
		}
		mxid := ghost.Intent.GetMXID()
		if userID == c.GetUserID() {
			mxid = c.login.UserMXID
		}
		content.Mentions.Add(mxid)
		content.FormattedBody = strings.ReplaceAll(content.FormattedBody, `"user:`+string(userID)+`"`, `"`+mxid.URI().MatrixToURL()+`"`)
	}
	if one.File != nil {
		url, encrypted, err := intent.UploadMedia(ctx, portal.MXID, one.File.Bytes, one.File.Name, one.File.Type)
		if err != nil {
			return nil, err
		}
		content.URL, content.File = url, encrypted
		if content.Info == nil {
			content.Info = &event.FileInfo{}
		}
		content.Info.MimeType = one.File.Type
		content.Info.Size = len(one.File.Bytes)
	}
	eventType := event.EventMessage
	if one.Type != "" {
		eventType = event.Type{Type: one.Type, Class: event.MessageEventType}
	}
	return &bridgev2.ConvertedMessagePart{ID: one.ID, Type: eventType, Content: content, Extra: one.Extra}, nil
}
