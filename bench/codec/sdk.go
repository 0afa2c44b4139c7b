//go:build msgraph

package main

import (
	"github.com/microsoft/kiota-abstractions-go/serialization"
	kiota "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/seed-349153d7/odagen/bench/internal/payload"
)

// sdk is msgraph-sdk-go: the parse nodes and writers of its JSON package with the
// generated models, without its client.
func sdk() []codec {
	return []codec{{name: "msgraph-sdk-go", module: "github.com/microsoftgraph/msgraph-sdk-go", loss: `drops fractions of seconds and adds "@odata.type"`, kinds: map[payload.Kind]kind{
		payload.Partner:     sdkKind(models.CreateRemoteAssistancePartnerFromDiscriminatorValue),
		payload.PartnerPage: sdkKind(models.CreateRemoteAssistancePartnerCollectionResponseFromDiscriminatorValue),
		payload.User:        sdkKind(models.CreateUserFromDiscriminatorValue),
		payload.UserPage:    sdkKind(models.CreateUserCollectionResponseFromDiscriminatorValue),
		payload.Event:       sdkKind(models.CreateEventFromDiscriminatorValue),
	}}}
}

func sdkKind(create serialization.ParsableFactory) kind {
	factory := kiota.NewJsonParseNodeFactory()
	return kind{
		decode: func(text []byte) (any, error) {
			node, err := factory.GetRootParseNode("application/json", text)
			if err != nil {
				return nil, err
			}
			return node.GetObjectValue(create)
		},
		encode: func(v any, _ []byte) ([]byte, error) {
			w := kiota.NewJsonSerializationWriter()
			defer w.Close()
			if err := w.WriteObjectValue("", v.(serialization.Parsable)); err != nil {
				return nil, err
			}
			return w.GetSerializedContent()
		},
	}
}
