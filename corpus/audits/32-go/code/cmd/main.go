package main

import (
	"crypto/md5"
	"database/sql"
	"fmt"
	"net/http"
)

var db *sql.DB

func user(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	rows, err := db.Query("SELECT name FROM users WHERE id = " + id)
	if err != nil {
		http.Error(w, "failed", 500)
		return
	}
	defer rows.Close()
	fmt.Fprintf(w, "%x", md5.Sum([]byte(id)))
}

func main() {
	http.HandleFunc("/user", user)
	http.ListenAndServe(":8080", nil)
}
