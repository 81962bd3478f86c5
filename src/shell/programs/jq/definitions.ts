/** Functions of jq that are written in jq. */
import type { Filter } from './ast.ts'
import { parseJq } from './parse.ts'

const SOURCE = `
def map(f): [.[] | f]; def map_values(f): .[] |= f; def select(f): if f then . else empty end;
def recurse(f): def r: ., (f | r); r; def recurse(f; cond): def r: ., (f | select(cond) | r); r;
def values: select(. != null); def nulls: select(. == null); def strings: select(type == "string"); def numbers: select(type == "number");
def arrays: select(type == "array"); def objects: select(type == "object"); def booleans: select(type == "boolean");
def iterables: select(type == "array" or type == "object"); def scalars: select(type != "array" and type != "object");
def with_entries(f): to_entries | map(f) | from_entries; def any: any(.[]; .); def all: all(.[]; .); def any(f): any(.[]; f); def all(f): all(.[]; f);
def in(xs): . as $x | xs | has($x); def inside(xs): . as $x | xs | contains($x); def del(f): delpaths([path(f)]);
def paths: path(..) | select(length > 0); def paths(f): path(.. | select(f)) | select(length > 0); def leaf_paths: paths(scalars);
def add(f): reduce f as $x (null; . + $x); def first: .[0]; def last: .[-1]; def nth($n): .[$n]; def while(c; u): def w: if c then ., (u | w) else empty end; w;
def until(c; u): def w: if c then . else (u | w) end; w; def repeat(f): def r: ., (f | r); r; def todate: strftime("%Y-%m-%dT%H:%M:%SZ"); def fromdate: fromdateiso8601;
def date: todate; def dateadd(u; n): . + n; def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w; def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));
def limit($n; f): if $n > 0 then label_limit($n; f) else empty end; def isvalid(f): try (f | true) catch false;
def group_by(f): [group(map([f]))[]]; def unique_by(f): [group(map([f]))[] | .[0]]; def sort_by(f): sorted(map([f])); def min_by(f): (sort_by(f) | first); def max_by(f): (sort_by(f) | last);
def index($i): indices($i) | .[0]; def rindex($i): indices($i) | .[-1:][0]; def ascii: [.] | implode; def finites: select(isinfinite or isnan | not); def env: $ENV;
def match(re): match(re; null); def test(re): test(re; null); def capture(re): capture(re; null); def scan(re): scan(re; null); def sub(re; s): sub(re; s; ""); def gsub(re; s): sub(re; s; "g"); def gsub(re; s; f): sub(re; s; f + "g");
def capture(re; f): match(re; f) | [.captures | .[] | select(.name != null) | {key: .name, value: .string}] | from_entries; def splits($re): split($re; null) | .[];
.`

export interface Definition {
  readonly parameters: readonly string[]
  readonly body: Filter
}

let defined: Map<string, Definition> | undefined

/** Parsed when first asked for. */
export const DEFINED = {
  get(name: string): Definition | undefined {
    if (!defined) {
      defined = new Map()
      for (let filter = parseJq(SOURCE); filter.type === 'define'; filter = filter.rest)
        defined.set(`${filter.name}/${filter.parameters.length}`, filter)
    }
    return defined.get(name)
  },
}
