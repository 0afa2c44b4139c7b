// Package browser tests the pages that odagen writes, in Chromium. It is a module of its
// own, so that what drives a browser is no dependency of odagen.
package browser
