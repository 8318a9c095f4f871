# make lint: each check by itself (lint-format, lint-tidy ...); the slow ones
# check only files that have changed.

CHECKS := format lines cppcheck tidy analyzer shell man
CODE := $(LIBSRC) $(TOOLSRC)
CFILES := $(CODE) $(sort $(wildcard tests/*.c tests/unit/*.c tests/fuzz/*.c tests/fuzz/*/*.c \
	tests/differential/*.c))
HFILES := $(LIBHDR) $(sort $(wildcard tests/*.h tests/unit/*.h tests/differential/*.h \
	tests/fuzz/driver/*.h))
SCRIPTS = $(shell grep -rlE '^\#!/bin/(ba)?sh' bootstrap .ci debian/tests pipelines tests templates) \
	$(shell find pipelines tests -name '*.sh')
LINTFLAGS = $(CPPFLAGS) -DVERSION='""' -Ilib -Itests/unit -std=c17

.PHONY: $(CHECKS:%=lint-%)
lint: $(CHECKS:%=lint-%)  ## format, static analysis, shell, man pages

lint-format:
	clang-format --dry-run -Werror $(CFILES) $(HFILES)

# A test is read when it fails: no line of it is longer than 160 bytes.
lint-lines:
	@awk 'length > 160 { print FILENAME ":" FNR ": longer than 160 bytes"; bad = 1 } \
	    END { exit bad }' $(SCRIPTS)

# Off: what the compilers see better, without its false alarms.
CPPCHECK_OFF := missingIncludeSystem uninitvar ctuuninitvar ctunullpointer \
	nullPointerArithmeticRedundantCheck arrayIndexOutOfBoundsCond \
	arrayIndexThenCheck autoVariables internalAstError
lint-cppcheck: $(BUILD)/lint/cppcheck
$(BUILD)/lint/cppcheck: $(CODE) $(HFILES) | $(BUILD)/lint
	cppcheck -q --enable=warning,portability,performance --inline-suppr \
	    $(CPPCHECK_OFF:%=--suppress=%) --error-exitcode=1 -j 2 \
	    --cppcheck-build-dir=$(BUILD)/lint $(filter -D% -I%,$(LINTFLAGS)) \
	    $(CODE)
	touch $@

lint-tidy: $(CODE:%.c=$(BUILD)/lint/%.tidy)
$(BUILD)/lint/%.tidy: %.c $(HFILES) .clang-tidy
	$(call say,tidy)clang-tidy --quiet $< -- $(LINTFLAGS) 2>/dev/null
	@mkdir -p $(@D) && touch $@

lint-analyzer: $(CODE:%.c=$(BUILD)/lint/%.analyzed)
$(BUILD)/lint/%.analyzed: %.c $(HFILES)
	@mkdir -p $(@D)
	$(call say,analyze)gcc $(LINTFLAGS) -O1 -fanalyzer -Werror -c -o /dev/null $<
	@touch $@

lint-shell: $(BUILD)/completions/alternance.bash
	shellcheck -x -P tests -P . -s bash -S warning \
	    -e SC1010,SC1112,SC2010,SC2034,SC2089,SC2090,SC2120 $(SCRIPTS) $<

lint-man:
	[ -z "$(MANPAGES)" ] || mandoc -T lint -W warning $(MANPAGES)
