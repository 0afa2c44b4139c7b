package api

// Server is where a service is.
type Server struct {
	Name      string
	Doc       string
	URL       string // with variables: "https://{region}.example.com"
	Variables []ServerVariable
}

// ServerVariable is a part of the URL of a Server.
type ServerVariable struct {
	Name    string
	Doc     string
	Default string
	Values  []string // nil when any will do
}
