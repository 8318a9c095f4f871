# What make test runs in addition to the tools and unit tests, and what takes
# longer than a test may: oracles (differential) and fuzzers (fuzz).

.PHONY: differential fuzz strength
$(addprefix $(BUILD)/,differential replay):
	@mkdir -p $@

# Oracles: tests/differential/NAME.c tries N random cases from SEED on.
N ?= 1000000
DIFFERENTIAL := $(patsubst tests/%.c,$(BUILD)/%, \
	$(sort $(wildcard tests/differential/*.c)))

$(BUILD)/differential/%: tests/differential/%.c \
    tests/differential/differential.h $(LIB) | $(BUILD)/differential
	$(call say,cc)$(CC) $(ALLFLAGS) $(LDFLAGS) $(LDHARDEN) -o $@ $< \
	    $(LIB) -Wl,--as-needed $(LDLIBS)

differential: $(DIFFERENTIAL)  ## compare with slow reference code (N=cases, SEED=n)
	@for d in $(DIFFERENTIAL); do $$d $(N) $(SEED); done

# The fuzz targets without libFuzzer, to give them what they were given before.
TARGETS := $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c)))
DRIVER := tests/fuzz/driver
REPLAYS := $(TARGETS:%=$(BUILD)/replay/%)

$(BUILD)/replay/%: tests/fuzz/%.c $(wildcard $(DRIVER)/*) $(LIB) \
    | $(BUILD)/replay
	$(call say,cc)$(CC) $(ALLFLAGS) -I$(DRIVER) $(LDFLAGS) $(LDHARDEN) \
	    -Wl,--wrap=exit -o $@ $(filter %.c,$^) $(LIB) \
	    -Wl,--as-needed $(LDLIBS)

# Fuzzers: clang, T seconds for each tests/fuzz/NAME.c.
T ?= 60
FUZZOBJ := $(LIBSRC:lib/%.c=$(BUILD)/fuzz/lib/%.o)

# Null plus nothing is null, as C2y says and gcc takes it.
FUZZSAN := -fsanitize=address,undefined -fno-sanitize=pointer-overflow \
	-fno-sanitize-recover=all
FUZZFLAGS = $(CPPFLAGS) -DVERSION='"fuzz"' -DSHEET_TEXT_MAX='(size_t)4096' \
	-Ilib -I$(DRIVER) -std=c17 -O1 -g

$(BUILD)/fuzz/lib/%.o: lib/%.c $(LIBHDR) tests/strength.mk
	@mkdir -p $(@D)
	$(call say,clang)clang $(FUZZFLAGS) \
	    -fsanitize=fuzzer-no-link $(FUZZSAN) -c -o $@ $<

$(BUILD)/fuzz/%: tests/fuzz/%.c $(wildcard $(DRIVER)/fuzz.*) $(FUZZOBJ)
	$(call say,fuzzer)clang $(FUZZFLAGS) \
	    -fsanitize=fuzzer $(FUZZSAN) \
	    -Wl,--wrap=exit -o $@ $(filter %.c %.o,$^) $(LDLIBS)

# Discard a fuzz target's output (close_fd_mask); only crashes matter.
.PHONY: $(TARGETS:%=fuzz-%)
fuzz: $(TARGETS:%=fuzz-%)  ## T seconds of fuzzing for each tests/fuzz/NAME.c
$(TARGETS:%=fuzz-%): fuzz-%: $(BUILD)/fuzz/%
	@mkdir -p $<.corpus
	@$< -max_total_time=$(T) -timeout=10 -close_fd_mask=3 -artifact_prefix=$<- \
	    $<.corpus $(wildcard tests/fuzz/corpus/$*) >$<.log 2>&1 || \
	    { tail -n 30 $<.log; exit 1; }
	@echo '$*: nothing found in $(T) s'

# What makes a tool's calls fail; it goes into tools without sanitizers only.
$(BUILD)/inject.so: tests/inject.c | $(BUILD)
	$(call say,cc)$(CC) -D_GNU_SOURCE -O2 -g $(WARN) -fPIC -shared -o $@ $<

# The instrument that records a run and rebuilds what a power loss may leave of it
# stands outside the tree. It needs strace; SCENARIOS: some of its own, without
# those of tests/crash; BUDGET: seconds of repairs for each.
CRASH := ../shared/check/crash/scen.py
BUDGET ?= 90
.PHONY: crash
crash: all  ## what a power loss leaves, and whether it heals
	@if [ ! -e $(CRASH) ] || ! command -v strace >/dev/null; then \
	    echo 'crash: skipped, for lack of $(CRASH) or strace'; exit; fi; \
	d=$$(mktemp -d); trap 'rm -rf "$$d"' EXIT; \
	export BUILD_DIR=$(abspath $(BUILD)) BUDGET=$(BUDGET); \
	for file in $(CRASH) $(if $(SCENARIOS),,$(wildcard tests/crash/*-db)); do \
	    python3 $$file $(CURDIR) "$$d/work" $(SCENARIOS); \
	done | tee "$$d/log"; \
	tests/crash/verdict "$$d/log"

STRENGTH := $(BUILD)/inject.so $(DIFFERENTIAL) $(REPLAYS)
strength: $(STRENGTH)
