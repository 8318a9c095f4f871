.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
export LC_ALL := C

# The compiler takes the path of the tree as an option.
TREE := $(CURDIR)
include pipelines/settings.mk
include config.mk

.DEFAULT_GOAL := all
.PHONY: all bootstrap bench bench-peers clean coverage install install-cron lint test uninstall

bootstrap:  ## install what is missing to build and test (LINT=1: to lint, BROWSER=1: to look at pages)
	./bootstrap $(if $(filter 1,$(LINT)),lint) $(if $(filter 1,$(BROWSER)),browser)

ifneq ($(filter bootstrap,$(MAKECMDGOALS)),)
# Build the other goals after bootstrap, one at a time, in new makes that see
# what it installed.
.NOTPARALLEL:
goals := $(filter-out bootstrap,$(MAKECMDGOALS))
.PHONY: $(goals)
$(goals): bootstrap
	@+$(MAKE) --no-print-directory $@
else

VERSION := $(file <VERSION)
# What needs an optional library that config.mk has not found: a tool, and the
# room of lib that is its own.
WITHOUT := $(if $(XLSXWRITER),,tools/export/export-xlsx.c lib/export/xlsx/%) \
	$(if $(LIBPQ),,tools/export/publish-postgres.c lib/export/postgres/%)
LEFT_OUT := $(basename $(notdir $(filter $(WITHOUT),$(wildcard tools/*/*.c))))
TOOLSRC := $(filter-out $(WITHOUT),$(sort $(wildcard tools/*/*.c)))
TOOLS := $(sort $(notdir $(TOOLSRC:.c=)))
BIN := $(BUILD)/bin
BINS := $(addprefix $(BIN)/,$(TOOLS))
LIB := $(BUILD)/libalternance.a
# A room of lib is one or two folders deep: see lib/ROOMS.
LIBSRC := $(filter-out $(WITHOUT),$(sort $(wildcard lib/*/*.c lib/*/*/*.c)))
LIBHDR := $(sort $(wildcard lib/*/*.h lib/*/*/*.h))
LIBOBJ := $(patsubst lib/%.c,$(BUILD)/lib/%.o,$(LIBSRC))
ALLFLAGS = $(CPPFLAGS) -DVERSION='"$(VERSION)"' -Ilib $(CFLAGS) $(HARDEN) \
	$(PREFIX_MAP) $(WARN)
# Treat library headers as system headers: no warnings about them.
CPPFLAGS += $(patsubst -I%,-isystem %,$(INCLUDES))
INCLUDES := $(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null)
# Run pkg-config once, and only when something is linked: the first use replaces
# this definition by the result.
LDLIBS = $(eval LDLIBS := $$(shell pkg-config --libs $$(PKGS)) -lcsv -lunistring $(XLSXWRITER) -lm -pthread)$(LDLIBS)

# $(call say,WORD) begins a recipe: it prints WORD and the target in place of the
# command, nothing under make -s, and the command itself with V=1.
say = $(if $(V),,@$(if $(silent),,echo '$(1) $@'; ))

# The tools of another machine do not run here, and cannot say their options.
NATIVE := $(filter $(shell uname -m)-%,$(MACHINE))
all: $(BINS) $(if $(NATIVE),completions)  ## build all the tools, into build/bin

# tools/ROOM/NAME.c becomes build/bin/NAME.
define tool
$(BIN)/$(basename $(notdir $1)): $(1:%.c=$(BUILD)/%.o)
endef
$(foreach source,$(TOOLSRC),$(eval $(call tool,$(source))))
$(BINS): $(LIB) | $(BIN)
	$(call say,ld)$(CC) $(CFLAGS) $(LDFLAGS) $(LDHARDEN) -o $@ $(filter %.o,$^) $(LIB) \
	    -Wl,--as-needed $(LDLIBS)

OBJECTS := $(LIBOBJ) $(TOOLSRC:%.c=$(BUILD)/%.o)
$(OBJECTS): $(BUILD)/%.o: %.c $(BUILD)/flags | $(sort $(dir $(OBJECTS)))
	$(call say,cc)$(CC) $(ALLFLAGS) -MMD -MP -c -o $@ $<

# P keeps the rooms: two of them may each have a file of one name.
$(LIB): $(LIBOBJ)
	@rm -f $@
	$(call say,ar)$(AR) rcsDP $@ $(LIBOBJ)

$(BUILD) $(BIN) $(BUILD)/lint $(BUILD)/unit $(sort $(dir $(OBJECTS))):
	@mkdir -p $@

# A change of flags rebuilds everything. This is also the moment to say, once,
# what is left out.
flags = $(CC) $(ALLFLAGS)$(LEFT_OUT:%= without %)
ifneq ($(flags),$(file <$(BUILD)/flags))
$(BUILD)/flags: FORCE
endif
$(BUILD)/flags: | $(BUILD)
	@printf '%s\n' '$(subst ','\'',$(flags))' >$@
	@$(foreach tool,$(LEFT_OUT),echo '$(tool) is left out: its library is not here';)

include $(wildcard $(OBJECTS:.o=.d) $(BUILD)/unit/*.d)

include pipelines/formation.mk

# Unit tests: one TAP program per tests/unit/NAME.c.
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))

$(BUILD)/unit/%: tests/unit/%.c $(LIB) | $(BUILD)/unit
	$(call say,cc)$(CC) $(ALLFLAGS) -Itests/unit $(LDFLAGS) $(LDHARDEN) -MMD -MP -o $@ $< \
	    $(LIB) -Wl,--as-needed $(LDLIBS)

include tests/strength.mk

.PHONY: units
units: all $(UNITS)

test: units strength  ## run all tests (TESTS='parse-* man' runs only these)
	tests/run $(BUILD) $(TESTS)

# It is built anew, so that the counts are those of one run of the tests.
coverage:  ## count the lines and branches that the tests reach, per room
	rm -rf $(BUILD)-coverage
	@$(MAKE) --no-print-directory COVERAGE=1 BUILD=$(BUILD)-coverage units strength
	-COVERAGE=1 tests/run $(BUILD)-coverage $(TESTS)
	@tests/coverage $(BUILD)-coverage

# Measure at national volume, SCALE=100, by default; only that run updates
# bench/results.md. With OLD, a tag or commit, its tools are measured in turn; its
# make need not know the variables of this one.
ROUNDS ?= 3
OLD ?=
old_tree := $(OLD:%=$(BUILD)/bench/%)
$(old_tree:%=%/built):
	rm -rf $(@D) && mkdir -p $(@D)
	git archive $(OLD) | tar -xC $(@D)
	MAKEFLAGS= $(MAKE) -C $(@D) BUILD=build
	touch $@
bench: volume := $(if $(filter command,$(firstword $(origin SCALE))),$(SCALE),100)
bench: all $(old_tree:%=%/built)  ## compare the speed of the tools with others, and with OLD=TAG
	@python3 tests/bench $(BUILD) $(volume) $(ROUNDS) '$(old_tree)' \
	    $(if $(filter 100,$(volume)),bench/results.md)

bench-peers:  ## install the programs that bench compares them with
	./bootstrap peers
	@mkdir -p $(BUILD)/peers
	cp tests/bench/peers/package.json $(BUILD)/peers
	npm --prefix $(BUILD)/peers install --no-audit --no-fund

.PHONY: new-source
new-source:  ## NAME=foo: copy the templates of a source (see HACKING.md)
	@templates/new-source $(call quote,$(NAME))

include tests/lint.mk

# Completion for bash and zsh, made from what every tool prints under -h.
COMPLETIONS := $(addprefix $(BUILD)/completions/,alternance.bash _alternance)
.PHONY: completions
completions: $(COMPLETIONS)  ## make what bash and zsh complete the tools with
$(BUILD)/completions:
	@mkdir -p $@
$(BUILD)/completions/help: $(BINS) | $(BUILD)/completions
	@for tool in $(BINS); do $$tool -h; done >$@
complete = @{ $(1); awk -v shell=$(2) -f completion/completion.awk $<; } >$@
$(BUILD)/completions/alternance.bash: $(BUILD)/completions/help $(wildcard completion/*)
	$(call complete,cat completion/functions.bash,bash)
$(BUILD)/completions/_alternance: $(BUILD)/completions/help $(wildcard completion/*)
	$(call complete,echo '#compdef $(TOOLS)'; cat completion/functions.zsh,zsh)

# The release: what is committed, under the commit's date, without owners, so
# that everybody makes the same bytes of it.
RELEASE := alternance-$(VERSION)
.PHONY: dist
dist:  ## make the release's archive of what is committed
	@git rev-parse -q --verify HEAD >/dev/null 2>&1 || { \
	    echo "make: dist needs git and the repository" >&2; exit 1; }
	@git diff --quiet HEAD || \
	    echo "make: dist: what is not committed is left out" >&2
	git -c tar.umask=0022 archive --prefix=$(RELEASE)/ HEAD | \
	    gzip -9n >$(RELEASE).tar.gz.tmp
	mv $(RELEASE).tar.gz.tmp $(RELEASE).tar.gz

# dpkg-buildpackage writes beside the tree. What this make was told is not meant
# for debian/rules.
.PHONY: deb
deb:  ## make the packages for Debian, in the directory above
	@env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS dpkg-buildpackage -us -uc -b

# install writes exactly what these lists name, and uninstall removes exactly
# that. TEXTS are the tracked directories of data/; the others hold what is built.
# What is in data/ goes beside the pipelines.
MANPAGES := $(filter-out $(LEFT_OUT:%=man/man1/%.1), \
	$(sort $(wildcard man/man[1-9]/*.[1-9])))
TEXTS := $(wildcard $(addprefix data/,ref mail prompts messages))
SYSTEMD := $(wildcard pipelines/systemd/*)
SHARED = $(shell find pipelines $(TEXTS) -type f ! -name '.*' ! -name '*~' | sort) \
	data/pass-emploi.crontab
PLACES = $(patsubst data/%,%,$(SHARED))
INSTALLED = $(TOOLS:%=$(BINDIR)/%) $(PLACES:%=$(SHAREDIR)/%) \
	$(foreach m,$(MANPAGES),$(MANDIR)/man$(subst .,,$(suffix $m))/$(notdir $m)) \
	$(addprefix $(BASHCOMPDIR)/,alternance.bash $(TOOLS)) \
	$(ZSHCOMPDIR)/_alternance

# bash looks for a file with the name of the command: the links.
install: all completions  ## install tools, pages and pipelines (PREFIX, DESTDIR)
	$(INSTALL) -d $(sort $(dir $(INSTALLED:%=$(DESTDIR)%)))
	$(INSTALL) -m 755 $(BINS) $(DESTDIR)$(BINDIR)
	for m in $(MANPAGES); do \
	    $(INSTALL) -m 644 $$m $(DESTDIR)$(MANDIR)/man$${m##*.}; done
	for f in $(SHARED); do $(INSTALL) -m $$([ -x $$f ] && echo 755 || \
	    echo 644) $$f $(DESTDIR)$(SHAREDIR)/$${f#data/}; done
	$(INSTALL) -m 644 $(BUILD)/completions/alternance.bash $(DESTDIR)$(BASHCOMPDIR)
	for tool in $(TOOLS); do \
	    ln -sf alternance.bash $(DESTDIR)$(BASHCOMPDIR)/$$tool; done
	$(INSTALL) -m 644 $(BUILD)/completions/_alternance $(DESTDIR)$(ZSHCOMPDIR)

uninstall:  ## remove what install wrote
	rm -f $(INSTALLED:%=$(DESTDIR)%)
	-rmdir $$(printf '%s\n' $(addprefix $(DESTDIR)$(SHAREDIR)/, \
	    $(sort . $(dir $(PLACES)))) | sed 's|[/.]*$$||' | sort -ur)

# The schedule as cron reads it, or timers of systemd in its place.
CRON ?= print
CRON_USER ?= alternance
CRON_DIR ?= $(SHAREDIR)/pipelines
CRON_PRINT = sed -e 's|^ALTERNANCE=.*|ALTERNANCE=$(CRON_DIR)|' \
	-e 's/  alternance /  $(CRON_USER) /' pipelines/crontab

install-cron:  ## print the crontab; CRON=install or systemd installs it
ifeq ($(CRON),print)
	@$(CRON_PRINT)
else ifeq ($(CRON),install)
	$(INSTALL) -d $(DESTDIR)/etc/cron.d
	$(CRON_PRINT) >$(DESTDIR)/etc/cron.d/alternance
else ifeq ($(CRON),systemd)
	$(INSTALL) -d $(DESTDIR)/etc/systemd/system
	$(INSTALL) -m 644 $(SYSTEMD) $(DESTDIR)/etc/systemd/system
	sed -i -e 's|^ExecStart=.*/|ExecStart=$(CRON_DIR)/|' \
	    $(DESTDIR)/etc/systemd/system/alternance@.service \
	    $(DESTDIR)/etc/systemd/system/alternance-worker.service
	sed -i 's/^User=.*/User=$(CRON_USER)/' \
	    $(patsubst %,'$(DESTDIR)/etc/systemd/system/%',$(notdir $(filter %.service,$(SYSTEMD))))
else
	$(error CRON=$(CRON): must be print, install or systemd)
endif

clean:  ## remove what was compiled, but no data
	rm -rf $(BUILD)

endif
