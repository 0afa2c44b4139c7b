package csdl

import "strings"

// oasis are the type definitions of the OASIS vocabularies that properties of
// models have: references to those vocabularies are URLs, which are not read.
var oasis = map[string]string{
	"Org.OData.Authorization.V1.SchemeName":         "Edm.String",
	"Org.OData.Core.V1.LocalDateTime":               "Edm.String",
	"Org.OData.Core.V1.MessageSeverity":             "Edm.String",
	"Org.OData.Core.V1.QualifiedActionName":         "Edm.String",
	"Org.OData.Core.V1.QualifiedBoundOperationName": "Edm.String",
	"Org.OData.Core.V1.QualifiedTermName":           "Edm.String",
	"Org.OData.Core.V1.QualifiedTypeName":           "Edm.String",
	"Org.OData.Core.V1.SimpleIdentifier":            "Edm.String",
	"Org.OData.Core.V1.Tag":                         "Edm.Boolean",
	"Org.OData.JSON.V1.JSON":                        "Edm.Stream",
}

// declareVocabularies enters the type definitions of vocabularies that the
// documents refer to and that were not read.
func (m *model) declareVocabularies() {
	for name, underlying := range oasis {
		if m.unreachable[namespaceOf(name)] != nil && m.definitions[name] == nil {
			m.definitions[name] = &TypeDefinition{Name: name, Underlying: underlying}
		}
	}
}

// isVocabularyType tells a structured type or an enumeration of a vocabulary
// that was not read. Its values are kept as they come.
func (m *model) isVocabularyType(name string) bool {
	return strings.HasPrefix(name, "Org.OData.") && m.unreachable[namespaceOf(name)] != nil
}
