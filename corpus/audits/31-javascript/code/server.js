const express = require('express');
const { exec } = require('child_process');
const db = require('./db');

const app = express();

app.get('/user', (req, res) => {
  db.query("SELECT * FROM users WHERE id = " + req.query.id, (err, rows) => {
    res.json(rows);
  });
});

app.get('/ping', (req, res) => {
  exec('ping -c 1 ' + req.query.host, (err, out) => res.send(out));
});

app.listen(3000);
