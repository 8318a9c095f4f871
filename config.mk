# What a packager edits; config.local.mk, if any, overrides it.
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
SHAREDIR ?= $(PREFIX)/share/alternance
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions
INSTALL ?= install

BUILD ?= build

CC = gcc
PKGS = libzip zlib jansson sqlite3 expat libcurl libxml-2.0 libidn2 \
	libssl libcrypto hiredis
# Optional: ISA-L unpacks archives three times faster; ISAL= disables it.
ifeq ($(origin ISAL),undefined)
ISAL := $(shell pkg-config --exists libisal && echo libisal)
endif
# Optional: without its library a tool is left out. XLSXWRITER= leaves out
# export-xlsx, LIBPQ= publish-postgres.
ifeq ($(origin XLSXWRITER),undefined)
# In Debian 13, --exists would fail: xlsxwriter.pc requires libminizip-dev, which
# building does not need.
XLSXWRITER := $(shell pkg-config --modversion xlsxwriter >/dev/null 2>&1 && \
	echo -lxlsxwriter)
endif
ifeq ($(origin LIBPQ),undefined)
LIBPQ := $(shell pkg-config --exists libpq && echo libpq)
endif
PKGS += $(ISAL) $(LIBPQ)
CPPFLAGS = $(if $(ISAL),-DWITH_ISAL) -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
CFLAGS ?= -O2 -g
# Control-flow protection of this kind exists on x86 only.
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
CF := $(if $(filter x86_64-% i386-% i486-% i586-% i686-%,$(MACHINE)),-fcf-protection)
HARDEN ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection $(CF) -fPIE
LDHARDEN ?= -pie -Wl,-z,relro,-z,now,-z,noexecstack
LDFLAGS ?=
# The path of the tree must not show in what is built.
PREFIX_MAP = -ffile-prefix-map=$(CURDIR)=.

# WERROR=1 turns warnings into errors (CI and developers).
WERROR ?=
WARN = -std=c17 -pedantic -Wall -Wextra -Wshadow -Wconversion \
	-Wsign-conversion -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wwrite-strings -Wcast-qual -Wpointer-arith \
	-Wundef -Wvla -Wimplicit-fallthrough -Wnull-dereference -Wdate-time \
	$(if $(filter 1,$(WERROR)),-Werror)

# SANITIZE=1 builds with AddressSanitizer and UBSan (use another BUILD).
SANITIZE ?=
ifeq ($(SANITIZE),1)
CFLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
HARDEN =
LDHARDEN =
LDFLAGS = -fsanitize=address,undefined
endif

# COVERAGE=1 builds what counts its own lines and branches (see make coverage).
COVERAGE ?=
ifeq ($(COVERAGE),1)
CFLAGS = -O0 -g --coverage -fprofile-update=atomic -include tests/covered.h
HARDEN =
LDHARDEN =
LDFLAGS = --coverage
PREFIX_MAP =
endif

include $(wildcard config.local.mk)
