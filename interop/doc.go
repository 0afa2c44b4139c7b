// Package interop holds odagen's clients against the servers of ogen and
// oapi-codegen, and the reverse. What the generators write is not committed:
//
//	go generate . && go test .
package interop

//go:generate go tool odagen generate --source pets/pets.yaml --output pets/odagen --package odagen --runtime runtime
//go:generate go tool ogen -loglevel error -target pets/ogen -package ogen -clean pets/pets.yaml
//go:generate go tool oapi-codegen -config oapi-codegen.yaml -o pets/oapi/api.go pets/pets.yaml

//go:generate go tool odagen generate --source styles/styles.yaml --output styles/odagen --package odagen --runtime runtime
//go:generate go tool ogen -loglevel error -target styles/ogen -package ogen -clean styles/styles.yaml
//go:generate go tool oapi-codegen -config oapi-codegen.yaml -o styles/oapi/api.go styles/styles.yaml

//go:generate go tool odagen generate --source bodies/bodies.yaml --output bodies/odagen --package odagen --runtime runtime
//go:generate go tool ogen -loglevel error -target bodies/ogen -package ogen -clean bodies/bodies.yaml
//go:generate go tool oapi-codegen -config oapi-codegen.yaml -o bodies/oapi/api.go bodies/bodies.yaml
