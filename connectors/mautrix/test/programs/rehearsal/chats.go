package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
	"maunium.net/go/mautrix/event"
)

// person is somebody of the network; fields that are absent stay as they are.
type person struct {
	ID          networkid.UserID `json:"id"`
	Name        *string          `json:"name"`
	Identifiers []string         `json:"identifiers"`
	// The bytes of a picture; empty takes it away.
	Picture *[]byte `json:"picture"`
	IsBot   *bool   `json:"is_bot"`
}

func (p *person) info() *bridgev2.UserInfo {
	return &bridgev2.UserInfo{Name: p.Name, Identifiers: p.Identifiers, Avatar: picture(p.Picture), IsBot: p.IsBot}
}

func picture(bytes *[]byte) *bridgev2.Avatar {
	if bytes == nil {
		return nil
	} else if len(*bytes) == 0 {
		return &bridgev2.Avatar{Remove: true}
	}
	return &bridgev2.Avatar{
		ID:  networkid.AvatarID(fmt.Sprintf("%x", sha256.Sum256(*bytes))),
		Get: func(context.Context) ([]byte, error) { return *bytes, nil },
	}
}

type member struct {
	person
	Membership event.Membership `json:"membership"`
	Level      *int             `json:"level"`
}

type expiry struct {
	Type event.DisappearingType `json:"type"`
	// Milliseconds.
	Timer int64 `json:"timer"`
}

func (e *expiry) setting() *database.DisappearingSetting {
	if e == nil {
		return nil
	}
	return &database.DisappearingSetting{Type: e.Type, Timer: time.Duration(e.Timer) * time.Millisecond}
}

// chat is what the network says of a chat; fields that are absent stay as they are.
type chat struct {
	Type    *database.RoomType `json:"type"`
	Name    *string            `json:"name"`
	Topic   *string            `json:"topic"`
	Picture *[]byte            `json:"picture"`
	// Everybody, or only those who changed.
	Members []member `json:"members"`
	Changes []member `json:"changes"`
	Expiry  *expiry  `json:"expiry"`
	// Milliseconds since the epoch; -1 for ever, 0 not at all.
	MutedUntil *int64         `json:"muted_until"`
	Tag        *event.RoomTag `json:"tag"`
	Request    *bool          `json:"request"`
	// Power that a message needs.
	MessageLevel *int `json:"message_level"`
	CanBackfill  bool `json:"can_backfill"`
	// The space it is in: a team, a community.
	Parent *networkid.PortalID `json:"parent"`
}

func (i *chat) info(c *client) *bridgev2.ChatInfo {
	info := &bridgev2.ChatInfo{
		Name:           i.Name,
		Topic:          i.Topic,
		Avatar:         picture(i.Picture),
		Type:           i.Type,
		Disappear:      i.Expiry.setting(),
		MessageRequest: i.Request,
		CanBackfill:    i.CanBackfill,
		ParentID:       i.Parent,
	}
	if i.Members != nil {
		info.Members = c.members(i.Members, i.MessageLevel)
		info.Members.IsFull = true
	}
	if i.MutedUntil != nil || i.Tag != nil {
		info.UserLocal = &bridgev2.UserLocalPortalInfo{Tag: i.Tag, MutedUntil: mutedUntil(i.MutedUntil)}
	}
	return info
}

func (i *chat) change(c *client) *bridgev2.ChatInfoChange {
	change := &bridgev2.ChatInfoChange{ChatInfo: i.info(c)}
	if i.Changes != nil {
		change.MemberChanges = c.members(i.Changes, i.MessageLevel)
	}
	return change
}

func mutedUntil(until *int64) *time.Time {
	if until == nil {
		return nil
	} else if *until == -1 {
		return &event.MutedForever
	} else if *until == 0 {
		return &bridgev2.Unmuted
	}
	at := time.UnixMilli(*until)
	return &at
}

func (c *client) members(members []member, messageLevel *int) *bridgev2.ChatMemberList {
	list := &bridgev2.ChatMemberList{MemberMap: make(bridgev2.ChatMemberMap)}
	if messageLevel != nil {
		list.PowerLevels = &bridgev2.PowerLevelOverrides{EventsDefault: messageLevel}
	}
	for _, one := range members {
		membership := one.Membership
		if membership == "" {
			membership = event.MembershipJoin
		}
		list.MemberMap.Set(bridgev2.ChatMember{
			EventSender: c.sender(one.ID),
			Membership:  membership,
			PowerLevel:  one.Level,
			UserInfo:    one.info(),
		})
	}
	return list
}
