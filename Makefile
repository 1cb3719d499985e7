# Everything that a person or CI does with Headscope. `make run` and `make test` need nothing but a Swift toolchain:
# Debian packages that are missing are installed first.

SWIFT ?= swift
PREFIX ?= /usr/local
program := .build/release/headscope
sudo := $(if $(filter 0,$(shell id -u)),,sudo)

# install(package): installs a Debian package unless it is there.
install = dpkg -s $(1) >/dev/null 2>&1 || { $(sudo) apt-get update -q && $(sudo) apt-get install -qy $(1); }

.PHONY: run build test check lint format samples screenshots bench install dependencies test-dependencies

run: build
	@$(program)

build: dependencies
	$(SWIFT) build -c release --product headscope

dependencies:
	@$(call install,libncursesw5-dev)

test-dependencies: dependencies
	@$(call install,tmux)

test: test-dependencies
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests

format:
	$(SWIFT) format -i -r Package.swift Sources Tests
