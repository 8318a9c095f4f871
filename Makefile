.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
export LC_ALL := C

include config.mk

VERSION := $(file <VERSION)
TOOLS := $(patsubst tools/%.c,%,$(sort $(wildcard tools/*.c)))
BINS := $(addprefix $(BUILD)/bin/,$(TOOLS))
LIB := $(BUILD)/libalternance.a
LIBOBJ := $(patsubst lib/%.c,$(BUILD)/lib/%.o,$(sort $(wildcard lib/*.c)))
ALLFLAGS = $(CPPFLAGS) -DVERSION='"$(VERSION)"' -Ilib $(CFLAGS) $(HARDEN) \
	-ffile-prefix-map=$(CURDIR)=. $(WARN)
LDLIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm

.PHONY: all
all: $(BINS)

$(BUILD)/bin/%: $(BUILD)/tools/%.o $(LIB) | $(BUILD)/bin
	$(CC) $(CFLAGS) $(LDFLAGS) $(LDHARDEN) -o $@ $< $(LIB) \
	    -Wl,--as-needed $(LDLIBS)

$(BUILD)/lib/%.o: lib/%.c $(BUILD)/flags | $(BUILD)/lib
	$(CC) $(ALLFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tools/%.o: tools/%.c $(BUILD)/flags | $(BUILD)/tools
	$(CC) $(ALLFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(LIBOBJ)
	rm -f $@
	$(AR) rcsD $@ $(LIBOBJ)

$(BUILD) $(BUILD)/bin $(BUILD)/lib $(BUILD)/tools $(BUILD)/unit:
	mkdir -p $@

# A change of flags rebuilds everything.
ifneq ($(CC) $(ALLFLAGS),$(file <$(BUILD)/flags))
$(shell mkdir -p $(BUILD))
$(file >$(BUILD)/flags,$(CC) $(ALLFLAGS))
endif
$(BUILD)/flags: ;

-include $(wildcard $(BUILD)/lib/*.d $(BUILD)/tools/*.d $(BUILD)/unit/*.d)

# Unit tests: one TAP program per tests/unit/NAME.c.
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))

$(BUILD)/unit/%: tests/unit/%.c $(LIB) | $(BUILD)/unit
	$(CC) $(ALLFLAGS) -Itests/unit $(LDFLAGS) $(LDHARDEN) -MMD -MP -o $@ $< \
	    $(LIB) -Wl,--as-needed $(LDLIBS)

.PHONY: test
test: all $(UNITS)
	tests/run $(BUILD)

.PHONY: clean
clean:
	rm -rf $(BUILD)
