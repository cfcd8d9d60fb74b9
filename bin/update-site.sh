#!/bin/sh
# Fills a folder with the layout of a Fiji update site: update-site.sh FOLDER [ZIP]
# FOLDER is a Fiji (or an empty folder); the updater then uploads plugins/, jars/ and licenses/ from it.
# ZIP is target/BoldJ-*-fiji.zip if left out. Older jars of BoldJ and of the same libraries in FOLDER are removed.
set -eu

die() {
	echo "update-site.sh: $1" >&2
	exit 2
}

[ $# -ge 1 ] && [ $# -le 2 ] || die "usage: update-site.sh FOLDER [ZIP]"
folder=$1
home=$(cd "$(dirname "$0")/.." && pwd -P)
if [ $# -eq 2 ]; then
	zip=$2
else
	zip=
	for found in "$home"/target/BoldJ-*-fiji.zip; do
		[ -z "$zip" ] || die "several zips in $home/target: name one"
		zip=$found
	done
fi
[ -f "$zip" ] || die "no zip $zip: build it with 'mvn -B package'"
command -v unzip >/dev/null || die "needs unzip"

mkdir -p "$folder"
work=$(mktemp -d "$folder/.boldj.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
unzip -q "$zip" -d "$work"

# Older versions of what the zip brings, also where the zip for people puts it.
for base in $(cd "$work" && find plugins jars -name '*.jar' | sed 's,.*/,,; s/-[0-9].*//' | sort -u); do
	for place in plugins jars; do
		[ ! -d "$folder/$place" ] || find "$folder/$place" -name "$base-[0-9]*.jar" -exec rm -f {} +
	done
done
cp -R "$work/plugins" "$work/jars" "$work/licenses" "$folder/"
(cd "$work" && find plugins jars licenses -type f | sort)
