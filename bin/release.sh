#!/usr/bin/env bash
# Makes a release from a clean main: release.sh VERSION [DATE] [-- MAVEN OPTIONS]
#
# Works in a clone in target/release, never in the working tree: sets the version in pom.xml and CITATION.cff, gives the section
# "Unreleased" of CHANGELOG.md its version and date, builds and tests, puts the jar, the zips, the layout of the update site, the
# components with licences and known vulnerabilities, and SHA256SUMS into target/release/VERSION, commits, tags vVERSION, and commits the
# next SNAPSHOT version. Ends with an error if a component has a known vulnerability; if that cannot be looked up, the last lines say so.
# Nothing is pushed: the last lines say what is left to do. DATE is today (UTC) if not given.
# Try it first: bin/release.sh 0.1.0 -- -DskipTests
set -euo pipefail

die() {
	echo "release.sh: $1" >&2
	exit 1
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
version=${1:-}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || die "usage: release.sh MAJOR.MINOR.PATCH [YYYY-MM-DD] [-- MAVEN OPTIONS]"
shift
date=$(date -u +%F)
if [ $# -gt 0 ] && [ "$1" != -- ]; then
	date=$1
	shift
fi
[[ $date =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || die "the date must be written as 2027-01-31, got '$date'"
if [ "${1:-}" = -- ]; then shift; fi
for option in "$@"; do
	case $option in
	-o | --offline) die "$option: the list of components needs Maven Central; call it without $option" ;;
	esac
done
[ -z "$(git -C "$home" status --porcelain)" ] || die "the working tree has changes: commit them first"
git -C "$home" rev-parse -q --verify "refs/tags/v$version" >/dev/null && die "tag v$version exists"

out=$home/target/release
rm -rf "$out/clone" "${out:?}/$version"
mkdir -p "$out/$version"
git clone -q "$home" "$out/clone"
cd "$out/clone"
grep -q '^## Unreleased$' CHANGELOG.md || die "CHANGELOG.md has no section 'Unreleased'"
[ -n "$(sed -n '/^## Unreleased$/,/^## \[\{0,1\}[0-9]/p' CHANGELOG.md | grep '^- ' | head -n 1)" ] || die "nothing is listed under 'Unreleased' in CHANGELOG.md"

# The project's own version is the first one after its artifactId; the parent's comes before.
set_version() {
	awk -v version="$1" '/<artifactId>BoldJ_<\/artifactId>/ { own = 1 }
		own && /<version>/ { sub(/<version>[^<]*</, "<version>" version "<"); own = 0 }
		{ print }' pom.xml >pom.xml.new
	mv pom.xml.new pom.xml
	grep -q "<version>$1</version>" pom.xml || die "pom.xml did not take version $1"
}
set_version "$version"
sed -i.old "s|<project.build.outputTimestamp>[^<]*<|<project.build.outputTimestamp>${date}T00:00:00Z<|" pom.xml
sed -i.old "s|^version: .*|version: $version|; /^date-released:/d" CITATION.cff
printf 'date-released: %s\n' "$date" >>CITATION.cff
awk -v heading="## $version - $date" '/^## Unreleased$/ { print; print ""; print heading; next } { print }' CHANGELOG.md >CHANGELOG.md.new
mv CHANGELOG.md.new CHANGELOG.md
rm -f pom.xml.old CITATION.cff.old
# The jar's manifest names this commit: the same on every machine, whoever makes it and when.
GIT_AUTHOR_NAME=release.sh GIT_AUTHOR_EMAIL='' GIT_AUTHOR_DATE="${date}T00:00:00Z" \
	GIT_COMMITTER_NAME=release.sh GIT_COMMITTER_EMAIL='' GIT_COMMITTER_DATE="${date}T00:00:00Z" \
	git -c commit.gpgsign=false commit -q -am "release: $version"
git tag -a "v$version" -m "BoldJ $version"

mvn -B verify -Psbom "$@"
[ -f target/bom.json ] || die "Maven did not write target/bom.json, the list of components: see its output above"
cp target/bom.json "$out/$version/BoldJ-$version-bom.json"
.ci/vulnerabilities --licences >"$out/$version/licences.tsv"
looked_up=0
.ci/vulnerabilities >"$out/$version/vulnerabilities.txt" || looked_up=$?
case $looked_up in
0 | 2) ;;
1) die "known vulnerabilities: $(grep -v '(accepted)' "$out/$version/vulnerabilities.txt" | grep 'osv.dev/vulnerability')" ;;
*) die ".ci/vulnerabilities failed: see $out/$version/vulnerabilities.txt" ;;
esac
cp target/BoldJ_-"$version".jar target/BoldJ-"$version"-*.zip "$out/$version/"
bin/update-site.sh "$out/$version/update-site" "target/BoldJ-$version-fiji.zip" >"$out/$version/update-site.txt"
(cd "$out/$version" && if command -v sha256sum >/dev/null; then sha256sum ./*.jar ./*.zip ./*.json ./*.tsv; else shasum -a 256 ./*.jar ./*.zip ./*.json ./*.tsv; fi >SHA256SUMS)
awk -v heading="## $version - $date" '$0 == heading { on = 1; next } /^## / { on = 0 } on' CHANGELOG.md >"$out/$version/notes.md"

IFS=. read -r major minor _ <<<"$version"
set_version "$major.$((minor + 1)).0-SNAPSHOT"
git commit -q -am "build: next version"
git -C "$home" fetch -q "$out/clone" "refs/heads/$(git rev-parse --abbrev-ref HEAD):refs/heads/release-$version" "refs/tags/v$version:refs/tags/v$version"

cat <<END
$out/$version:
$(ls -1 "$out/$version")
Branch release-$version and tag v$version are in $home. What is left:
  git merge --ff-only release-$version && git push origin HEAD v$version
  upload the jar, the zips, the list of components (bom.json) and SHA256SUMS with notes.md to the page of the release
  start Fiji on a copy of update-site and upload it with its updater
END
[ "$looked_up" = 0 ] || cat <<END

$(tail -n 1 "$out/$version/vulnerabilities.txt")
Do not publish before this command, called where OSV can be reached, ends with exit code 0:
  mkdir -p target && cp "$out/$version/BoldJ-$version-bom.json" target/bom.json && .ci/vulnerabilities
END
