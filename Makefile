# Everything that a person or CI does with Headscope. `make run` and `make test` need nothing but a Swift toolchain:
# Debian packages that are missing are installed first.

SWIFT ?= swift
PREFIX ?= /usr/local
program := .build/release/headscope
sudo := $(if $(filter 0,$(shell id -u)),,sudo)

# install(package): installs a Debian package unless it is there.
install = dpkg -s $(1) >/dev/null 2>&1 || { $(sudo) apt-get update -q && $(sudo) apt-get install -qy $(1); }

.PHONY: run build test check lint format samples screenshots hero bench torture fuzz sanitize parity install dependencies test-dependencies \
  picture-dependencies

run: build
	@$(program)

build: dependencies
	$(SWIFT) build -c release --product headscope

dependencies:
	@$(call install,libncursesw5-dev)
	@$(call install,zlib1g-dev)

test-dependencies: dependencies
	@$(call install,tmux)

test: test-dependencies
	$(SWIFT) test

# Every promise of docs/Torture.md at its full length, on an optimised program in a build folder of its own.
torture: test-dependencies
	HEADSCOPE_TORTURE=1 $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build/torture \
	  --no-parallel --filter Torture

# Feeds random files to the readers of untrusted ones, guided by coverage, under the address sanitizer. What is found to
# lead further is kept in .build/fuzz, what shows a fault there too.
FUZZ_SECONDS ?= 60
fuzz: dependencies
	cd Fuzz && $(SWIFT) build -c release --scratch-path ../.build/fuzz-build \
	  --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address
	Tools/fuzz $(FUZZ_SECONDS)

# The engine's and the training's tests once more under the thread and the address sanitizer. Both want optimised code:
# they slow everything down by ten.
SANITIZED := ^(Kernels|Tensors|Models|Safetensors|Checkpoints|Training|Analysis|Files)Tests\.
sanitize: dependencies
	for sanitizer in thread address; do \
	  ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test -c release -Xswiftc -enable-testing --sanitize=$$sanitizer \
	    --scratch-path .build/sanitize-$$sanitizer --filter '$(SANITIZED)' --no-parallel || exit 1; \
	done

# Compares a sentence encoder from real life with transformers: ids, every attention, every hidden state. The first time it
# makes two virtual environments in .build/parity, one with PyTorch and one with the model (700 MB in all).
parity: build
	@$(call install,python3-venv)
	test -x .build/parity/python/bin/python || python3 -m venv .build/parity/python
	.build/parity/python/bin/pip install -q torch==2.13.0 transformers==5.23.0 safetensors numpy
	.build/parity/python/bin/python Tools/reference/check_minilm.py .build/parity/minilm $(program)

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Tests Fuzz/Package.swift Fuzz/Sources

format:
	$(SWIFT) format -i -r Package.swift Sources Tests Fuzz/Package.swift Fuzz/Sources

check: lint test fuzz
	@$(call install,qemu-user)
	Tools/check-baseline-objects
	Tools/check-instruction-sets

# Trains every sample from its seed. What the program needs goes into the samples' folder; the log stays behind.
samples: build
	rm -rf .build/samples
	for sample in cat:cat-decoder masked:cat-encoder translate:cat-translator memory:memory-lstm; do \
	  preset=$${sample%%:*} name=$${sample##*:} && \
	  $(program) train --headless --preset $$preset --precision float16 --out .build/samples/$$name && \
	  mkdir -p samples/models/$$name && \
	  ( cd .build/samples/$$name && cp README.md config.json model.safetensors tokenizer.json tokenizer_config.json \
	    $(CURDIR)/samples/models/$$name/ ) || exit 1; \
	done

# Draws the README's pictures and the key tables again.
screenshots: build
	mkdir -p screenshots
	$(program) render explore --lang en --size 80x24 --format svg --output screenshots/explore-80x24.svg
	$(program) render explore --lang en --size 120x40 --format svg --output screenshots/explore-120x40.svg
	$(program) render explore --lang en --size 200x60 --format svg --output screenshots/explore-200x60.svg
	$(program) render explore --lang zh --size 120x40 --format svg --output screenshots/explore-zh-120x40.svg
	$(program) render explore --model cat-encoder --text "The cat [MASK] on the mat." --size 120x40 --format svg \
	  --output screenshots/encoder-120x40.svg
	# The sentence encoder that make parity installs, where it is there.
	model=$$(find .build/parity/minilm -name model.safetensors -printf '%h\n' 2>/dev/null | head -n 1); test -z "$$model" || { \
	  ln -sfn "$$(realpath "$$model")" .build/parity/all-MiniLM-L6-v2 && \
	  $(program) render explore --model .build/parity/all-MiniLM-L6-v2 --text "The cat sat on the mat" --pair "The cat lay on the rug" \
	    --keys "down down right right right right right right right , , , , ," --size 120x40 --lang en --format svg \
	    --output screenshots/pair-120x40.svg; }
	$(program) render explore --model memory-lstm --text "Tom has the ball. well and then so now here there again what has Tom?" \
	  --keys "v v v ]" --size 120x40 --format svg --output screenshots/states-120x40.svg
	$(program) render explore --model cat-translator --text "The cat sat on the mat." --size 120x40 --format svg \
	  --output screenshots/translator-120x40.svg
	$(program) render explore --model cat-translator --text "The cat sat on the mat." --keys "s T T > > > > > f" \
	  --size 120x40 --format svg --output screenshots/translator-steps-120x40.svg
	$(program) render explore --keys "s ] > > > > > f" --size 120x40 --format svg --output screenshots/steps-120x40.svg
	$(program) render explore --keys "n" --size 120x40 --format svg --output screenshots/neurons-120x40.svg
	$(program) render explore --keys "a" --size 120x40 --format svg --output screenshots/layers-120x40.svg
	$(program) render explore --keys "d x r" --size 120x40 --format svg --output screenshots/ledger-120x40.svg
	$(program) render explore --keys "g" --size 120x40 --format svg --output screenshots/write-120x40.svg
	$(program) render explore --lang zh --keys "s ] > > > > > f" --size 120x40 --format svg --output screenshots/steps-zh-120x40.svg
	$(program) render explore --lang zh --keys "n" --size 120x40 --format svg --output screenshots/neurons-zh-120x40.svg
	$(program) render explore --lang zh --keys "a" --size 120x40 --format svg --output screenshots/layers-zh-120x40.svg
	$(program) render explore --lang zh --keys "d x r" --size 120x40 --format svg --output screenshots/ledger-zh-120x40.svg
	$(program) render explore --lang zh --keys "g" --size 120x40 --format svg --output screenshots/write-zh-120x40.svg
	rm -rf .build/pictures && mkdir -p .build/pictures
	$(program) train --headless --preset tiny --steps 800 --out .build/pictures/tiny
	$(program) render train --run .build/pictures/tiny --lang en --size 120x40 --format svg --output screenshots/train-120x40.svg
	$(program) render train --run .build/pictures/tiny --lang en --size 200x60 --format svg --output screenshots/train-200x60.svg
	$(program) render train --run .build/pictures/tiny --lang zh --size 120x40 --format svg --output screenshots/train-zh-120x40.svg
	$(program) render train --lang en --keys "s n n n n" --size 120x40 --format svg --output screenshots/train-step-120x40.svg
	$(program) render train --lang zh --keys "s n n n n" --size 120x40 --format svg --output screenshots/train-step-zh-120x40.svg
	$(program) train --headless --preset induction --steps 600 --validate-every 20 --out .build/pictures/induction
	$(program) render train --run .build/pictures/induction --lang en --keys "a tab down down down down down" --size 120x40 \
	  --format svg --output screenshots/train-roles-120x40.svg
	$(program) render train --run .build/pictures/induction --lang en --size 120x40 --format svg --keys \
	  "R left left left left left left left left left left left left left left left left left left left left left left left" \
	  --output screenshots/train-past-120x40.svg
	$(program) render playground --lang en --tour spiral-features --epochs 400 --size 120x40 --format svg \
	  --output screenshots/playground-120x40.svg
	$(program) render playground --lang zh --tour hills --epochs 300 --size 120x40 --format svg \
	  --output screenshots/playground-zh-120x40.svg
	$(program) render playground --lang en --epochs 100 --keys "s n n n n n n n n n" --size 120x40 --format svg \
	  --output screenshots/playground-example-120x40.svg
	$(program) keys --lang en > docs/keys.md

picture-dependencies:
	@$(call install,xvfb)
	@$(call install,xterm)
	@$(call install,xdotool)
	@$(call install,imagemagick)
	@$(call install,fonts-jetbrains-mono)

# Photographs the program in a real window.
hero: build picture-dependencies
	Tools/hero-shot $(program) screenshots/hero.png

bench: build
	$(program) bench matmul
	$(program) bench matmul --threads 2
	$(program) bench forward
	$(program) bench train --vocab 380
	$(program) bench train --vocab 380 --threads 2

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/headscope
	install -m 755 $(program) $(DESTDIR)$(PREFIX)/bin/headscope
	cp -R samples/. $(DESTDIR)$(PREFIX)/share/headscope/
