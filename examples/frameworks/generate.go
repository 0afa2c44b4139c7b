package main

//go:generate go tool odagen generate
