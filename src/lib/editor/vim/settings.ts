/** `:set`: names, short names, defaults, and how vim answers. */
import { isYaml } from './indent.ts'
import { fail, say, type Settings, type Vim } from './state.ts'

/** Vim's defaults.vim, and what its file type gives YAML. */
export function defaultSettings(path: string, readonly: boolean): Settings {
  const yaml = isYaml(path)
  return {
    number: false,
    relativenumber: false,
    paste: false,
    expandtab: yaml,
    autoindent: yaml,
    list: false,
    ignorecase: false,
    smartcase: false,
    hlsearch: false,
    incsearch: true,
    wrapscan: true,
    wrap: true,
    cursorline: false,
    cursorcolumn: false,
    readonly,
    syntax: true,
    tabstop: 8,
    shiftwidth: yaml ? 2 : 8,
    softtabstop: yaml ? 2 : 0,
    scrolloff: 5,
  }
}

export function setOptions(vim: Vim, text: string): void {
  const words = text.match(/(?:\\.|\S)+/g) ?? []
  if (words.length === 0) return list(vim)
  for (const word of words) if (!setOption(vim, word)) return
}

function setOption(vim: Vim, word: string): boolean {
  const parts = /^(no|inv)?([a-z]+?)(?:([!?&])|\s*(\+=|-=|[=:])(.*))?$/.exec(word)
  const plain = /^([a-z]+)(?:([!?&])|\s*(\+=|-=|[=:])(.*))?$/.exec(word)
  const direct = plain && nameOf(plain[1] ?? '')
  const found = direct ?? (parts?.[1] ? nameOf(parts[2] ?? '') : undefined)
  if (found === undefined) {
    fail(vim, `E518: Unknown option: ${word.replace(/[=:?!&].*$/, '')}`)
    return false
  }
  if (found === '') return true
  const prefix = direct === undefined ? parts?.[1] : undefined
  const [mark, sign, value] =
    direct === undefined
      ? [parts?.[3], parts?.[4], parts?.[5]]
      : [plain?.[2], plain?.[3], plain?.[4]]
  const now = vim.settings[found]
  if (mark === '?')
    say(vim, typeof now === 'boolean' ? `${now ? '  ' : 'no'}${found}` : `  ${found}=${now}`)
  else if (mark === '&') change(vim, found, defaultSettings(vim.path, false)[found])
  else if (typeof now === 'boolean') {
    if (sign !== undefined) {
      fail(vim, `E474: Invalid argument: ${word}`)
      return false
    }
    change(vim, found, prefix === 'no' ? false : prefix === 'inv' || mark === '!' ? !now : true)
  } else if (sign === undefined) {
    if (prefix !== undefined) {
      fail(vim, `E474: Invalid argument: ${word}`)
      return false
    }
    say(vim, `  ${found}=${now}`)
  } else if (!/^-?\d+$/.test(value ?? '')) {
    fail(vim, `E521: Number required after =: ${word}`)
    return false
  } else
    change(
      vim,
      found,
      sign === '+=' ? now + Number(value) : sign === '-=' ? now - Number(value) : Number(value),
    )
  return true
}

function change(vim: Vim, name: keyof Settings, value: boolean | number): void {
  if (name === 'tabstop' && Number(value) <= 0) return fail(vim, 'E487: Argument must be positive')
  vim.settings = { ...vim.settings, [name]: value }
  if (name === 'hlsearch' && value === true) vim.highlight = true
}

/** '' for options that exist but change nothing here. */
function nameOf(word: string): keyof Settings | '' | undefined {
  const name = SHORT[word] ?? word
  if (name in defaultSettings('', false) && name !== 'syntax') return name as keyof Settings
  return IGNORED.has(word) ? '' : undefined
}

function list(vim: Vim): void {
  const usual = defaultSettings(vim.path, false)
  const shown = Object.entries(vim.settings).filter(
    ([name, value]) => value !== usual[name as keyof Settings],
  )
  vim.listing = [
    ':set',
    '--- Options ---',
    ...shown.map(([name, value]) =>
      typeof value === 'boolean' ? `${value ? '  ' : 'no'}${name}` : `  ${name}=${value}`,
    ),
  ]
}

const SHORT: Readonly<Record<string, keyof Settings>> = {
  nu: 'number',
  rnu: 'relativenumber',
  et: 'expandtab',
  ai: 'autoindent',
  ic: 'ignorecase',
  scs: 'smartcase',
  hls: 'hlsearch',
  is: 'incsearch',
  ws: 'wrapscan',
  ts: 'tabstop',
  sw: 'shiftwidth',
  sts: 'softtabstop',
  so: 'scrolloff',
  ro: 'readonly',
  cul: 'cursorline',
  cuc: 'cursorcolumn',
}

const IGNORED: ReadonlySet<string> = new Set([
  'mouse',
  'background',
  'bg',
  'filetype',
  'ft',
  'syntax',
  'syn',
  'encoding',
  'enc',
  'fileencoding',
  'fenc',
  'compatible',
  'cp',
  'smartindent',
  'si',
  'cindent',
  'cin',
  'smarttab',
  'sta',
  'ruler',
  'ru',
  'showcmd',
  'sc',
  'showmode',
  'smd',
  'showmatch',
  'sm',
  'backspace',
  'bs',
  'history',
  'hi',
  'wildmenu',
  'wmnu',
  'laststatus',
  'ls',
  'title',
  'hidden',
  'hid',
  'backup',
  'bk',
  'swapfile',
  'swf',
  'undofile',
  'udf',
  'clipboard',
  'cb',
  'textwidth',
  'tw',
  'linebreak',
  'lbr',
  'foldmethod',
  'fdm',
  'foldenable',
  'fen',
  'listchars',
  'lcs',
  'termguicolors',
  'tgc',
  'colorcolumn',
  'cc',
  'errorbells',
  'eb',
  'visualbell',
  'vb',
  'modeline',
  'ml',
  'pastetoggle',
  'pt',
  'shiftround',
  'sr',
  'splitright',
  'spr',
  'splitbelow',
  'sb',
  'indentkeys',
  'indk',
  'formatoptions',
  'fo',
  'ttyfast',
  'tf',
  'lazyredraw',
  'lz',
  'updatetime',
  'ut',
  'timeoutlen',
  'tm',
  'ttimeoutlen',
  'ttm',
  'belloff',
  'bo',
  'modifiable',
  'ma',
  'spell',
  'tabpagemax',
  'tpm',
  'writebackup',
  'wb',
  'autoread',
  'ar',
  'autowrite',
  'aw',
  'gdefault',
  'gd',
])
