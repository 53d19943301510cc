#!/bin/sh
exec flask --app loans.web run
