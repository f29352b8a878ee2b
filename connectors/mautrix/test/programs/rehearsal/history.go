package main

import (
	"context"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/networkid"
)

var _ bridgev2.BackfillingNetworkAPI = (*client)(nil)

type pastMessage struct {
	body
	ID        networkid.MessageID `json:"id"`
	Sender    networkid.UserID    `json:"sender"`
	TS        int64               `json:"ts"`
	Reactions []reaction          `json:"reactions"`
}

func (c *client) FetchMessages(ctx context.Context, params bridgev2.FetchMessagesParams) (*bridgev2.FetchMessagesResponse, error) {
	with := map[string]any{"chat": params.Portal.ID, "is_forward": params.Forward, "count": params.Count, "cursor": params.Cursor}
	if params.AnchorMessage != nil {
		with["anchor"] = params.AnchorMessage.ID
	}
	var answer struct {
		Messages []pastMessage              `json:"messages"`
		Cursor   networkid.PaginationCursor `json:"cursor"`
		HasMore  bool                       `json:"has_more"`
		MarkRead bool                       `json:"mark_read"`
	}
	if err := c.ask(ctx, "history", with, &answer); err != nil {
		return nil, err
	}
	response := &bridgev2.FetchMessagesResponse{
		Cursor: answer.Cursor, HasMore: answer.HasMore, Forward: params.Forward, MarkRead: answer.MarkRead,
	}
	for _, one := range answer.Messages {
		sender := c.sender(one.Sender)
		intent, ok := params.Portal.GetIntentFor(ctx, sender, c.login, bridgev2.RemoteEventBackfill)
		if !ok {
			continue
		}
		converted, err := c.convert(ctx, params.Portal, intent, &one.body)
		if err != nil {
			return nil, err
		}
		response.Messages = append(response.Messages, &bridgev2.BackfillMessage{
			ConvertedMessage: converted,
			ID:               one.ID,
			Sender:           sender,
			Timestamp:        time.UnixMilli(one.TS),
			Reactions:        c.backfillReactions(one.Reactions),
		})
	}
	return response, nil
}
