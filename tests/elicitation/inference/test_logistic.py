import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from elicitation.inference.logistic import expit, log_expit, slope

anywhere = st.floats(-1e4, 1e4)


@given(anywhere)
def test_the_three_functions_agree_with_scipy_everywhere(x):
    at = np.array([x])
    assert np.allclose(expit(at), special.expit(at), rtol=0, atol=1e-15)
    assert np.allclose(log_expit(at), special.log_expit(at), rtol=1e-13, atol=0)
    assert np.allclose(slope(at), special.expit(at) * special.expit(-at), rtol=1e-12, atol=1e-300)
