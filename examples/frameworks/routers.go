package main

import (
	"net"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/mux"
	"github.com/kataras/iris/v12"
	"github.com/labstack/echo/v4"

	"example.com/frameworks/graph"
	"example.com/frameworks/shop"
)

// framework makes a server of partners, at the root, and of customers, in a group
// for /api. Log hears of the pattern that the router found for each request.
type framework func(partners, customers http.Handler, log func(pattern string)) (serve func(net.Listener) error)

var frameworks = map[string]framework{
	"chi": serveChi, "echo": serveEcho, "fiber": serveFiber,
	"gin": serveGin, "gorilla": serveGorilla, "iris": serveIris,
}

func serveChi(partners, customers http.Handler, log func(string)) func(net.Listener) error {
	router := chi.NewRouter()
	router.Use(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			log(chi.RouteContext(r.Context()).RoutePattern())
		})
	})
	graph.RegisterChi(router, partners)
	router.Route("/api", func(api chi.Router) { shop.RegisterChi(api, customers) })
	return func(l net.Listener) error { return http.Serve(l, router) }
}

func serveEcho(partners, customers http.Handler, log func(string)) func(net.Listener) error {
	router := echo.New()
	router.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			err := next(c)
			log(c.Path())
			return err
		}
	})
	graph.RegisterEcho(router, partners)
	shop.RegisterEcho(router.Group("/api"), customers)
	return func(l net.Listener) error { return http.Serve(l, router) }
}

func serveFiber(partners, customers http.Handler, log func(string)) func(net.Listener) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(func(c *fiber.Ctx) error {
		err := c.Next()
		log(c.Route().Path)
		return err
	})
	graph.RegisterFiber(app, partners)
	shop.RegisterFiber(app.Group("/api"), customers)
	return app.Listener
}

func serveGin(partners, customers http.Handler, log func(string)) func(net.Listener) error {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		c.Next()
		log(c.FullPath())
	})
	graph.RegisterGin(engine, partners)
	shop.RegisterGin(engine.Group("/api"), customers)
	engine.NoRoute(func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, "/api/") {
			customers.ServeHTTP(c.Writer, c.Request)
		} else {
			partners.ServeHTTP(c.Writer, c.Request)
		}
	})
	return func(l net.Listener) error { return http.Serve(l, engine) }
}

func serveGorilla(partners, customers http.Handler, log func(string)) func(net.Listener) error {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	router.Use(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			pattern, _ := mux.CurrentRoute(r).GetPathTemplate()
			log(pattern)
		})
	})
	graph.RegisterGorilla(router, partners)
	shop.RegisterGorilla(router.PathPrefix("/api").Subrouter(), customers)
	return func(l net.Listener) error { return http.Serve(l, router) }
}

func serveIris(partners, customers http.Handler, log func(string)) func(net.Listener) error {
	app := iris.New()
	app.Logger().SetLevel("error")
	app.Use(func(c iris.Context) {
		c.Next()
		log(c.GetCurrentRoute().Path())
	})
	graph.RegisterIris(app, partners)
	shop.RegisterIris(app.Party("/api"), customers)
	return func(l net.Listener) error {
		if err := app.Build(); err != nil {
			return err
		}
		return http.Serve(l, app)
	}
}
