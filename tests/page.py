"""page.py FILE PDF [DIR]: opens a page in a headless Chromium without network, light
and dark, 360 and 1280 pixels wide, folded and unfolded, and prints it to PDF.
Prints a line for each fault: text outside its box, text over text in a drawing,
a contrast below 4.5, a message on the console, a request, a script; then the
number of printed pages. Keeps pictures of the page in DIR."""
import base64
import json
import os
import re
import sys

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

CHECK = r"""
const faults = [], root = document.documentElement;
const name = e => e.closest('section,header,footer')?.id + ' ' + e.localName +
    '.' + (e.className.baseVal ?? e.className) + ' ' +
    e.textContent.trim().slice(0, 40);
if (root.scrollWidth > innerWidth)
    faults.push(`the page is ${root.scrollWidth} wide`);
function colour(text) {
    const c = document.createElement('canvas').getContext('2d',
        {willReadFrequently: true});
    c.fillStyle = text;
    c.fillRect(0, 0, 1, 1);
    return [...c.getImageData(0, 0, 1, 1).data];
}
const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .04045 ?
    v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce(
    (sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
function contrast(e) {
    const style = getComputedStyle(e);
    let ground = e;
    while (ground && !colour(getComputedStyle(ground).backgroundColor)[3])
        ground = ground.parentElement;
    const a = light(colour(e.closest('svg') ? style.fill : style.color)),
        b = light(colour(ground ? getComputedStyle(ground).backgroundColor :
            '#fff'));
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
}
const inside = (r, box) => r.left >= box.left - 1 && r.right <= box.right + 1 &&
    r.top >= box.top - 1 && r.bottom <= box.bottom + 1;
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let texts = 0;
while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest('title,style') ||
        !e.checkVisibility({contentVisibilityAuto: true}) ||
        e.closest('thead')?.getBoundingClientRect().width < 2)
        continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const box = (e.closest('svg,td,th,li,.pill,figure,section,header,footer') ??
        document.body).getBoundingClientRect();
    for (const r of range.getClientRects()) {
        texts++;
        if (!inside(r, box) || r.left < 0 || r.right > innerWidth)
            faults.push('outside its box: ' + name(e));
    }
    if (contrast(e) < 4.5)
        faults.push(`contrast ${contrast(e).toFixed(2)}: ` + name(e));
}
if (texts < 20)
    faults.push(`only ${texts} texts`);
for (const svg of document.querySelectorAll('svg')) {
    const boxes = [...svg.querySelectorAll('text')].map(
        t => t.getBoundingClientRect());
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
        if (a.left < b.right && b.left < a.right && a.top < b.bottom - 2 &&
            b.top < a.bottom - 2)
            faults.push('texts overlap in a drawing: ' + name(svg));
    }));
    if (!svg.ariaHidden && (svg.getAttribute('role') != 'img' ||
        !svg.querySelector('title')?.textContent))
        faults.push('a drawing without role or title: ' + name(svg));
}
for (const table of document.querySelectorAll('table'))
    if (!table.caption?.textContent || table.querySelector('th:not([scope])'))
        faults.push('a table without caption or scope: ' + name(table));
if (document.scripts.length || [...document.querySelectorAll('*')].some(
    e => [...e.attributes].some(a => a.name.startsWith('on'))))
    faults.push('there is a script');
return [...new Set(faults)];
"""


def browser():
    options = Options()
    options.binary_location = '/usr/bin/chromium'
    for argument in ('--headless=new', '--no-sandbox', '--disable-gpu',
                     '--disable-dev-shm-usage', '--hide-scrollbars',
                     '--host-resolver-rules=MAP * ~NOTFOUND'):
        options.add_argument(argument)
    options.set_capability('goog:loggingPrefs',
                           {'browser': 'ALL', 'performance': 'ALL'})
    driver = webdriver.Chrome(service=Service('/usr/bin/chromedriver'),
                              options=options)
    driver.set_script_timeout(110)  # seconds, for a busy machine
    return driver


def look(driver, address, width, scheme, unfolded):
    """The faults of one appearance."""
    driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
        'width': width, 'height': 900, 'deviceScaleFactor': 1,
        'mobile': False})
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {
        'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
    driver.get(address)
    if unfolded:
        driver.execute_script("document.querySelectorAll('details').forEach("
                              'd => { d.open = true })')
    return driver.execute_script(CHECK)


def keep(driver, path):
    size = driver.execute_cdp_cmd('Page.getLayoutMetrics', {})['cssContentSize']
    shot = driver.execute_cdp_cmd('Page.captureScreenshot', {
        'captureBeyondViewport': True, 'clip': {
            'x': 0, 'y': 0, 'scale': 1, 'width': size['width'],
            'height': size['height']}})
    with open(path, 'wb') as out:
        out.write(base64.b64decode(shot['data']))


def messages(driver, address):
    """What the console said, and what was asked for except the page."""
    for entry in driver.get_log('browser'):
        yield 'console: ' + entry['message']
    for entry in driver.get_log('performance'):
        message = json.loads(entry['message'])['message']
        if message['method'] == 'Network.requestWillBeSent':
            url = message['params']['request']['url']
            if url not in (address, 'data:,'):
                yield 'request: ' + url


def pages(driver, path):
    """Prints the page into a file; the number of its pages."""
    pdf = base64.b64decode(driver.execute_cdp_cmd('Page.printToPDF', {
        'preferCSSPageSize': True})['data'])
    with open(path, 'wb') as out:
        out.write(pdf)
    return len(re.findall(rb'/Type\s*/Page\b', pdf))


def main():
    address = 'file://' + os.path.abspath(sys.argv[1])
    where = sys.argv[3] if len(sys.argv) > 3 else None
    driver = browser()
    try:
        for width in (360, 1280):
            for scheme in ('light', 'dark'):
                for unfolded in (False, True):
                    name = f'{width}-{scheme}' + '-unfolded' * unfolded
                    for fault in look(driver, address, width, scheme,
                                      unfolded):
                        print(f'{name}: {fault}')
                    if where:
                        keep(driver, f'{where}/{name}.png')
        for message in messages(driver, address):
            print(message)
        print(f'{pages(driver, sys.argv[2])} pages')
    finally:
        driver.quit()


main()
